package dev.devtail.session;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.session", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] DOMAIN = {
    "dev.devtail.session.sessions",
    "dev.devtail.session.events",
    "dev.devtail.session.directory",
    "dev.devtail.session.access",
    "dev.devtail.session.contextcache"
  };

  /** The JDK, JSpecify, Reactor's types for what comes later, and the closed list of faults. */
  @ArchTest
  static final ArchRule domainKnowsNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "io.grpc..",
              "io.r2dbc..",
              "org.flywaydb..",
              "java.sql..",
              "com.google.protobuf..",
              "dev.devtail.protocol..",
              "dev.devtail.kit.grpc..",
              "dev.devtail.session..grpc..",
              "dev.devtail.session..r2dbc..",
              "dev.devtail.kit.database..",
              "dev.devtail.session.config..");

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("..grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..r2dbc..", "dev.devtail.kit.database..", "io.r2dbc..");

  @ArchTest
  static final ArchRule servicesMeetThroughStubsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.devtail.terminal..",
              "dev.devtail.gateway..",
              "dev.devtail.context..",
              "dev.devtail.airouter..",
              "dev.devtail.client..",
              "dev.devtail.cli..",
              "dev.devtail.postgres..");

  @ArchTest
  static final ArchRule featuresFormNoCycles =
      slices().matching("dev.devtail.session.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingBlocks =
      noClasses()
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasName.Predicates.nameMatching("block|blockFirst|blockLast|blockOptional")));
}
