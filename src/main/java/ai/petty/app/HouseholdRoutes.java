package ai.petty.app;

import ai.petty.http.Route;
import ai.petty.http.v2.CollarsRoute;
import ai.petty.http.v2.InventoryRoute;
import ai.petty.http.v2.InvitationsRoute;
import ai.petty.http.v2.MembersRoute;
import ai.petty.http.v2.PetRoute;
import ai.petty.http.v2.WeightsRoute;
import ai.petty.http.v2.ZonesRoute;
import ai.petty.limits.LimitName;
import ai.petty.pets.Actor;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What people do with their pets, with each other and with collars.
 *
 * @param longestSilence a collar that is silent for longer is offline
 */
record HouseholdRoutes(
        Households households, Duration longestSilence, InstantSource clock, Function<RoutingContext, Actor> caller) {
    List<Route> routes() {
        var pet = new PetRoute(households.pets(), households.keeping(), caller);
        var weights = new WeightsRoute(households.keeping(), caller);
        var members = new MembersRoute(households.members(), caller);
        var invitations = new InvitationsRoute(households.invitations(), caller);
        var zones = new ZonesRoute(households.zones(), caller);
        var collars = new CollarsRoute(households.collars(), longestSilence, clock, caller);
        var inventory = new InventoryRoute(households.inventory(), caller);
        return List.of(
                limited("createPet", pet::create),
                limited("getPet", pet::get),
                limited("updatePet", pet::change),
                limited("deletePet", pet::delete),
                limited("listWeights", weights::list),
                limited("addWeight", weights::add),
                limited("listMembers", members::list),
                limited("updateMember", members::change),
                limited("removeMember", members::remove),
                limited("listInvitations", invitations::list),
                limited("inviteMember", invitations::invite),
                limited("revokeInvitation", invitations::revoke),
                limited("acceptInvitation", invitations::accept),
                limited("listZones", zones::list),
                limited("createZone", zones::add),
                limited("replaceZone", zones::replace),
                limited("deleteZone", zones::remove),
                limited("listCollars", collars::list),
                limited("pairCollar", collars::pair),
                limited("rotateCollar", collars::rotate),
                limited("unpairCollar", collars::unpair),
                limited("registerCollar", inventory::add),
                limited("revokeCollar", inventory::revoke),
                limited("releaseCollar", inventory::release));
    }

    private static Route limited(String operationId, Handler<RoutingContext> handler) {
        return Route.of(operationId, handler).limitedBy(LimitName.V2_READS);
    }
}
