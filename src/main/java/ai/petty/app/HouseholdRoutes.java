package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.http.Route;
import ai.petty.http.v2.CollarsRoute;
import ai.petty.http.v2.InventoryRoute;
import ai.petty.http.v2.InvitationsRoute;
import ai.petty.http.v2.MembersRoute;
import ai.petty.http.v2.PetRoute;
import ai.petty.http.v2.WeightsRoute;
import ai.petty.http.v2.ZonesRoute;
import ai.petty.pets.Actor;
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
                counted("createPet", pet::create),
                counted("getPet", pet::get),
                counted("updatePet", pet::change),
                counted("deletePet", pet::delete),
                counted("listWeights", weights::list),
                counted("addWeight", weights::add),
                counted("listMembers", members::list),
                counted("updateMember", members::change),
                counted("removeMember", members::remove),
                counted("listInvitations", invitations::list),
                counted("inviteMember", invitations::invite),
                counted("revokeInvitation", invitations::revoke),
                counted("acceptInvitation", invitations::accept),
                counted("listZones", zones::list),
                counted("createZone", zones::add),
                counted("replaceZone", zones::replace),
                counted("deleteZone", zones::remove),
                counted("listCollars", collars::list),
                counted("pairCollar", collars::pair),
                counted("rotateCollar", collars::rotate),
                counted("unpairCollar", collars::unpair),
                counted("registerCollar", inventory::add),
                counted("revokeCollar", inventory::revoke),
                counted("releaseCollar", inventory::release));
    }
}
