package ai.petty.app;

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
        var admin = new AdminAccountsRoute(identity.accounts());
        return List.of(
                open("register", auth::register),
                open("login", auth::login),
                open("refresh", auth::refresh),
                open("verifyEmail", auth::verifyEmail),
                open("forgotPassword", auth::forgotPassword),
                open("resetPassword", auth::resetPassword),
                own("logout", auth::logout),
                own("logoutAll", auth::logoutAll),
                own("getMe", me::get),
                own("patchMe", me::patch),
                own("deleteMe", mine::erase),
                own("exportMe", mine::export),
                own("putPassword", auth::changePassword),
                own("listSessions", sessions::list),
                own("endSession", sessions::end),
                own("unlockAccount", admin::unlock));
    }

    /** Nobody is signed in yet: what is limited is the address. */
    private static Route open(String operationId, Handler<RoutingContext> handler) {
        return Route.of(operationId, handler).access(Access.OPEN).limitedBy(LimitName.SIGN_IN);
    }

    private static Route own(String operationId, Handler<RoutingContext> handler) {
        return Route.of(operationId, handler).limitedBy(LimitName.V2_READS);
    }
}
