package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.http.Access;
import ai.petty.http.Route;
import ai.petty.http.v2.AdminAccountsRoute;
import ai.petty.http.v2.AuthRoute;
import ai.petty.http.v2.DataSubjectRoute;
import ai.petty.http.v2.MeRoute;
import ai.petty.http.v2.SessionsRoute;
import ai.petty.identity.account.Identity;
import ai.petty.limits.LimitName;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;

/** Which handler answers which operation about accounts and their sessions. */
record AccountRoutes(Identity identity, DataSubjectRoute mine, InstantSource clock) {
    List<Route> routes() {
        var auth = new AuthRoute(identity, clock);
        var me = new MeRoute(identity.accounts());
        var sessions = new SessionsRoute(identity.sessions());
        var admin = new AdminAccountsRoute(identity.accounts(), identity.sessions());
        return List.of(
                open("register", auth.throttled(auth::register)),
                open("login", auth.throttled(auth::login)),
                open("refresh", auth::refresh),
                open("verifyEmail", auth.throttled(auth::verifyEmail)),
                open("forgotPassword", auth.throttled(auth::forgotPassword)),
                open("resetPassword", auth.throttled(auth::resetPassword)),
                counted("logout", auth::logout),
                counted("logoutAll", auth::logoutAll),
                counted("getMe", me::get),
                counted("patchMe", me::patch),
                counted("deleteMe", mine::erase),
                counted("exportMe", mine::export),
                counted("putPassword", auth::changePassword),
                counted("listSessions", sessions::list),
                counted("endSession", sessions::end),
                counted("unlockAccount", admin::unlock),
                counted("endAnySession", admin::endSession));
    }

    /** Nobody is signed in yet: what is limited is the address. */
    private static Route open(String operationId, Handler<RoutingContext> handler) {
        return Route.of(operationId, handler).access(Access.OPEN).limitedBy(LimitName.SIGN_IN);
    }
}
