package io.vectra.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may depend on whom, as docs/ARCHITECTURE.md says. */
class ArchitectureTest {
    private static final String[] ENGINE = {"io.vectra.storage..", "io.vectra.sql..", "io.vectra.jdbc.."};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/parser/generated/"))
            .importPackages("io.vectra");

    @Test
    void theModulesAreSeen() {
        for (String name : List.of("io.vectra.storage", "io.vectra.sql", "io.vectra.jdbc", "io.vectra.samples")) {
            check(classes().that().resideInAPackage(name).should().resideInAPackage(name));
        }
    }

    @Test
    void storageKnowsNeitherPlannerNorDriver() {
        check(noClasses()
                .that()
                .resideInAPackage("io.vectra.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vectra.sql..", "io.vectra.jdbc..", "org.apache.calcite.."));
    }

    @Test
    void plannerKnowsNotTheDriver() {
        check(noClasses()
                .that()
                .resideInAPackage("io.vectra.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vectra.jdbc.."));
    }

    @Test
    void driverKnowsNeitherCalciteNorTheMirror() {
        check(noClasses()
                .that()
                .resideInAPackage("io.vectra.jdbc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.calcite..", "org.h2.."));
    }

    @Test
    void plannerKnowsNotTheMirror() {
        check(noClasses()
                .that()
                .resideInAPackage("io.vectra.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.h2.."));
    }

    @Test
    void samplesUseTheDriverOnly() {
        check(noClasses()
                .that()
                .resideInAPackage("io.vectra.samples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vectra.storage..", "io.vectra.sql..", "org.apache.calcite..", "org.h2.."));
    }

    @Test
    void theInsideOfAModuleIsItsOwn() {
        for (String module : List.of("io.vectra.storage", "io.vectra.sql", "io.vectra.jdbc")) {
            check(noClasses()
                    .that(resideOutsideOfPackages(module + "..", "io.vectra.benchmarks.."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(module + "..").and(resideOutsideOfPackages(module))));
        }
    }

    @Test
    void onlyStorageIoTouchesFiles() {
        ArchRule rule = noClasses()
                .that(resideInAnyPackage(ENGINE).and(resideOutsideOfPackages("io.vectra.storage.io")))
                .should()
                .dependOnClassesThat(opensFiles());
        check(rule);
    }

    /**
     * The mirror speaks JDBC with H2, and hands failures to the engine in H2's own form; a plan tells the driver with a
     * batch's failure what the batch had done. Users get what the driver makes of them.
     */
    @Test
    void onlySqlErrorsMakesSqlExceptionsForUsers() {
        check(noClasses()
                .that(resideInAnyPackage(ENGINE).and(resideOutsideOfPackages("io.vectra.storage.relational")))
                .and()
                .doNotHaveFullyQualifiedName("io.vectra.jdbc.SqlErrors")
                .should()
                .callConstructorWhere(target(owner(assignableTo(SQLException.class)
                        .and(not(assignableTo(SQLWarning.class)))
                        .and(not(assignableTo(BatchUpdateException.class)))))));
    }

    @Test
    void theStoragePackagesFormNoCycle() {
        check(slices().matching("io.vectra.storage.(*)..").should().beFreeOfCycles());
    }

    @Test
    void namesAreNounsOfTheDomain() {
        check(noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|(?<!Meta)Data)(\\$.*)?"));
    }

    @Test
    void theEnginePrintsNothing() {
        check(noClasses().that(resideInAnyPackage(ENGINE)).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void theEngineLogsThroughTheSystemLogger() {
        check(noClasses()
                .that(resideInAnyPackage(ENGINE))
                .should()
                .accessClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.log4j..", "org.apache.logging.."));
    }

    private static DescribedPredicate<JavaClass> opensFiles() {
        return DescribedPredicate.describe(
                "open files",
                type -> List.of(
                                Files.class,
                                File.class,
                                FileChannel.class,
                                AsynchronousFileChannel.class,
                                RandomAccessFile.class,
                                FileInputStream.class,
                                FileOutputStream.class,
                                FileReader.class,
                                FileWriter.class)
                        .stream()
                        .anyMatch(opening -> type.getFullName().equals(opening.getName())));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
