package dev.devtail.terminal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.terminal", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** The JDK, JSpecify, the closed list of faults and the screen. */
  @ArchTest
  static final ArchRule domainKnowsNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.devtail.terminal.domain")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "dev.devtail.kit.fault",
              "dev.devtail.kit.id",
              "dev.devtail.terminal.screen",
              "dev.devtail.terminal.domain");

  /** Besides, a logger and JSON: the search engine stays behind an interface. */
  @ArchTest
  static final ArchRule recordingKnowsNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.devtail.terminal.recording")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j",
              "tools.jackson..",
              "dev.devtail.kit.fault",
              "dev.devtail.kit.id",
              "dev.devtail.terminal.screen",
              "dev.devtail.terminal.domain",
              "dev.devtail.terminal.text",
              "dev.devtail.terminal.writing",
              "dev.devtail.terminal.recording");

  /** As recordings, which it knows nothing of. */
  @ArchTest
  static final ArchRule historyKnowsNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.devtail.terminal.history")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j",
              "tools.jackson..",
              "dev.devtail.kit.fault",
              "dev.devtail.kit.id",
              "dev.devtail.terminal.screen",
              "dev.devtail.terminal.domain",
              "dev.devtail.terminal.text",
              "dev.devtail.terminal.writing",
              "dev.devtail.terminal.history");

  @ArchTest
  static final ArchRule workspaceKnowsNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.devtail.terminal.workspace")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "dev.devtail.kit.fault",
              "dev.devtail.kit.id",
              "dev.devtail.kit.workspace",
              "dev.devtail.terminal.domain",
              "dev.devtail.terminal.workspace");

  @ArchTest
  static final ArchRule screenKnowsNothingElse =
      classes()
          .that()
          .resideInAPackage("dev.devtail.terminal.screen..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.devtail.terminal.screen..");

  @ArchTest
  static final ArchRule servicesMeetThroughStubsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.devtail.session..",
              "dev.devtail.gateway..",
              "dev.devtail.context..",
              "dev.devtail.airouter..",
              "dev.devtail.client..",
              "dev.devtail.cli..",
              "dev.devtail.postgres..");

  @ArchTest
  static final ArchRule springStaysAtTheEdge =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..domain",
              "..screen..",
              "..pty",
              "..grpc",
              "..directory",
              "..recording",
              "..search",
              "..history",
              "..text",
              "..writing",
              "..workspace")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule nothingBlocks =
      noClasses()
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasName.Predicates.nameMatching("block|blockFirst|blockLast|blockOptional")));
}
