package dev.berth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows of DESIGN.md: what may know what. */
class ArrowsTest {

    private static final String ROOT = "dev.berth";

    /** From each package, the ones of ours it may know. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "", List.of("config", "jta", "managed", "pool", "watch"),
            ".config", List.of(),
            ".managed", List.of("config", "dialect", "handle"),
            ".handle", List.of("delegate"),
            ".delegate", List.of(),
            ".dialect", List.of(),
            ".pool", List.of(),
            ".jta", List.of("pool"),
            ".watch", List.of());

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void there_are_no_arrows_but_these() {
        ARROWS.forEach((from, to) -> {
            var allowed = new java.util.ArrayList<>(
                    to.stream().map(name -> ROOT + "." + name).toList());
            allowed.add(ROOT + from);
            classes()
                    .that()
                    .resideInAPackage(ROOT + from)
                    .and()
                    .doNotHaveFullyQualifiedName(JdbcManagedConnectionFactory.class.getName())
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                            .or(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage(ROOT + ".."))))
                    .check(ours);
        });
    }

    @Test
    void every_package_has_its_row() {
        var packages = new java.util.TreeSet<String>();
        ours.forEach(type -> packages.add(type.getPackageName().substring(ROOT.length())));
        assertEquals(new java.util.TreeSet<>(ARROWS.keySet()), packages);
    }

    @Test
    void the_packages_have_no_cycle() {
        check(SlicesRuleDefinition.slices().matching("dev.berth.(*)..").should().beFreeOfCycles());
    }

    @Test
    void the_handles_know_nothing_of_jakarta() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".handle", ROOT + ".delegate", ROOT + ".dialect")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.."));
    }

    @Test
    void the_pool_knows_nothing_of_jdbc() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".pool")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql.."));
    }

    @Test
    void what_enlists_knows_the_pool_and_the_interfaces_of_transactions() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + ".jta")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java.lang..",
                        "java.io..",
                        "java.time..",
                        "java.util..",
                        "javax.transaction.xa..",
                        "jakarta.resource..",
                        "jakarta.transaction..",
                        "org.jspecify..",
                        ROOT + ".jta",
                        ROOT + ".pool")));
    }

    @Test
    void only_the_postgresql_dialect_knows_its_driver() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".dialect")
                .or()
                .haveNameNotMatching("dev\\.berth\\.dialect\\.Postgres.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql.."));
    }

    @Test
    void nothing_of_a_server_is_known_anywhere() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jboss..",
                        "org.wildfly..",
                        "com.sun..",
                        "fish.payara..",
                        "com.ibm..",
                        "io.openliberty..",
                        "org.apache.."));
    }

    @Test
    void what_is_generated_forwards_to_jdbc_alone() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + ".delegate")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "javax.xml.transform..", ROOT + ".delegate", "org.jspecify..")));
    }

    @Test
    void classes_are_final_unless_they_are_made_to_be_extended() {
        check(classes()
                .that()
                .areNotInterfaces()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    private void check(ArchRule rule) {
        rule.check(ours);
    }
}
