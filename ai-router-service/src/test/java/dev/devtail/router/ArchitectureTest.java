package dev.devtail.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.router", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** How a model is chosen, a stream is passed on, and a cost is reckoned needs no framework. */
  @ArchTest
  static final ArchRule domainKnowsNoFramework =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.devtail.router.sse",
              "dev.devtail.router.protocol",
              "dev.devtail.router.translate..",
              "dev.devtail.router.request",
              "dev.devtail.router.usage",
              "dev.devtail.router.route",
              "dev.devtail.router.catalog",
              "dev.devtail.router.exchange")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "tools.jackson..", "dev.devtail.router..");

  /** What waits for a store has Reactor's types and the closed list of faults, too. */
  @ArchTest
  static final ArchRule moneyKnowsNoFramework =
      classes()
          .that()
          .resideInAnyPackage("dev.devtail.router.ledger", "dev.devtail.router.budget")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "reactor.core..",
              "org.slf4j..",
              "dev.devtail.kit.fault",
              "dev.devtail.router..");

  /** Runs wait for what they reach by ports; the library of diffs beside that. */
  @ArchTest
  static final ArchRule runsKnowNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.devtail.router.role")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "reactor.core..",
              "reactor.util..",
              "org.slf4j..",
              "tools.jackson..",
              "com.github.difflib..",
              "dev.devtail.kit.fault",
              "dev.devtail.router.role",
              "dev.devtail.router.usage");

  /** Templates know their engine, and nothing of who asks for them. */
  @ArchTest
  static final ArchRule templatesKnowTheirEngine =
      classes()
          .that()
          .resideInAPackage("dev.devtail.router.template")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "tools.jackson..",
              "com.fasterxml.jackson.annotation..",
              "com.samskivert.mustache..",
              "dev.devtail.router.template");

  /** How long a conversation is, and where it may be cut, needs no framework. */
  @ArchTest
  static final ArchRule windowsKnowTheirTokenizer =
      classes()
          .that()
          .resideInAPackage("dev.devtail.router.window")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "tools.jackson..",
              "com.knuddels.jtokkit..",
              "dev.devtail.router..");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("dev.devtail.router.(*)..").should().beFreeOfCycles();
}
