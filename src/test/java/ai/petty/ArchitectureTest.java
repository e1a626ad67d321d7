package ai.petty;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.NullMarked;

/** The arrows of the house: they only ever point down. */
@AnalyzeClasses(packages = "ai.petty", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String HOUSE = "ai.petty";
    private static final String ROOT = "";

    /** From the ground up. A room may use what is on its own floor or below. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("config", "problem"),
            Set.of("store", "secrets", "privacy", "audit", "mail", "observability", "limits", "idempotency"),
            Set.of(
                    "pets",
                    "identity",
                    "account",
                    "ingest",
                    "history",
                    "inference",
                    "timeline",
                    "alerts",
                    "plan",
                    "feedback",
                    "notifications",
                    "live"),
            Set.of("http"),
            Set.of("app"),
            Set.of(ROOT));

    /** They stand beside the house and knock at its door like everybody else. */
    private static final Set<String> GUESTS = Set.of("client", "simulator", "training", "bench");

    private static final Set<String> WIRING = Set.of("app", ROOT, "bench");

    /** The first part of the package under {@code ai.petty}; empty for the root. */
    private static String room(JavaClass type) {
        var rest = type.getPackageName().substring(HOUSE.length());
        return rest.isEmpty() ? ROOT : rest.substring(1).split("\\.", 2)[0];
    }

    private static boolean isOfTheHouse(JavaClass type) {
        return type.getPackageName().equals(HOUSE) || type.getPackageName().startsWith(HOUSE + ".");
    }

    private static int floor(String room) {
        for (var floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(room)) {
                return floor;
            }
        }
        return -1;
    }

    private static boolean pointsDown(String from, String to) {
        return switch (from) {
            case "client" -> false;
            case "simulator" -> to.equals("client");
            case "training" -> !Set.of("http", "app", ROOT).contains(to);
            case "bench" -> !to.equals("http");
            default -> GUESTS.contains(to) ? WIRING.contains(from) : floor(to) <= floor(from);
        };
    }

    private static ArchCondition<JavaClass> useOtherRoomsOnlyWhere(
            String description, BiPredicate<String, JavaClass> isAllowed) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    var to = dependency.getTargetClass().getBaseComponentType();
                    if (isOfTheHouse(to) && !room(from).equals(room(to)) && !isAllowed.test(room(from), to)) {
                        events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> inRooms(String description, Set<String> rooms) {
        return describe(description, type -> rooms.contains(room(type)));
    }

    @ArchTest
    static final ArchRule every_room_is_on_a_floor = classes()
            .should(new ArchCondition<>("be in a room that this test knows") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (floor(room(type)) < 0 && !GUESTS.contains(room(type))) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no room of the house"));
                    }
                }
            });

    @ArchTest
    static final ArchRule arrows_point_down = classes()
            .should(useOtherRoomsOnlyWhere("only use rooms below their own", (from, to) -> pointsDown(from, room(to))));

    @ArchTest
    static final ArchRule no_two_rooms_need_each_other =
            slices().matching("ai.petty.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule a_repository_is_only_known_in_its_own_room = classes()
            .that(DescribedPredicate.not(inRooms("the wiring", WIRING)))
            .should(useOtherRoomsOnlyWhere(
                    "not use the repository of another room",
                    (from, to) -> !simpleNameEndingWith("Repository").test(to)));

    @ArchTest
    static final ArchRule only_the_door_and_what_hangs_it_know_vertx_web = noClasses()
            .that(DescribedPredicate.not(inRooms("the door or what hangs it", Set.of("http", "app"))))
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.ext.web.."));

    @ArchTest
    static final ArchRule only_the_configuration_reads_the_environment = noClasses()
            .that(DescribedPredicate.not(inRooms("config or the root", Set.of("config", ROOT))))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule only_the_root_ends_the_process = noClasses()
            .that(DescribedPredicate.not(inRooms("config or the root", Set.of("config", ROOT))))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule there_is_one_way_to_log =
            noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging.."));

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes()
            .should(new ArchCondition<>("be in a package with @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getPackageName() + " has no package-info with @NullMarked"));
                    }
                }
            });
}
