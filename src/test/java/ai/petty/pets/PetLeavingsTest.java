package ai.petty.pets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an erased pet has left goes, and what cannot go holds up nobody. */
class PetLeavingsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final PetLeavings leavings = new PetLeavings(database, InstantSource.system());

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private String pet(@Nullable String erased) {
        return postgres.text("""
                with home as (insert into household (name) values ('') returning household_id)
                insert into pet (household_id, name, erased_at)
                select household_id, 'x', now() - ?::interval from home returning pet_id""", erased);
    }

    @Test
    void everything_that_its_collars_have_sent_goes_with_an_erased_pet_and_nothing_else() {
        TestDatabase.makePartitions(database, InstantSource.system());
        var erased = pet("1 hour");
        var lately = pet("1 second");
        var living = pet(null);
        for (var pet : new String[] {erased, lately, living}) {
            postgres.execute("""
                    with worn as (insert into collar (serial) values ('SN-' || ?::text) returning collar_id),
                        pairing as (
                            insert into pairing (collar_id, pet_id, valid_from)
                            select collar_id, ?::uuid, now() - interval '5 days' from worn returning pairing_id)
                    insert into reading (pairing_id, t, received_at, n, hr)
                    select pairing_id, now() - i * interval '5 hours', now(), 0, 80 from pairing, generate_series(1, 20) i""", pet, pet);
        }
        await(leavings.takeAway());
        assertThat(postgres.texts("select pet_id from pet")).containsExactlyInAnyOrder(lately, living);
        assertThat(postgres.texts("select distinct pet_id from reading join pairing using (pairing_id)"))
                .containsExactlyInAnyOrder(lately, living);
        assertThat(postgres.text("select count(*) from reading")).isEqualTo("40");
    }

    @Test
    void what_cannot_be_taken_away_holds_up_nobody_behind_it() {
        var stuck = pet("2 hours");
        pet("1 hour");
        postgres.execute("""
                create function refuse() returns trigger language plpgsql as
                'begin if old.pet_id = tg_argv[0]::uuid then raise exception ''not now''; end if; return old; end'""");
        postgres.execute(
                "create trigger stuck before delete on pet for each row execute function refuse('" + stuck + "')");
        await(leavings.takeAway().otherwiseEmpty());
        assertThat(postgres.texts("select pet_id from pet")).containsExactly(stuck);
        postgres.execute("drop trigger stuck on pet");
        await(leavings.takeAway());
        assertThat(postgres.texts("select pet_id from pet")).isEmpty();
    }
}
