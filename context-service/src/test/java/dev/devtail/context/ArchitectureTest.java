package dev.devtail.context;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.context", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** What serves a task, and what it costs, needs no framework. */
  @ArchTest
  static final ArchRule domainKnowsNoFramework =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.devtail.context.index",
              "dev.devtail.context.select",
              "dev.devtail.context.token",
              "dev.devtail.context.budget",
              "dev.devtail.context.render",
              "dev.devtail.context.report")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.xml..",
              "org.xml.sax..",
              "org.jspecify..",
              "tools.jackson..",
              "com.samskivert.mustache..",
              "com.knuddels.jtokkit..",
              "dev.devtail.kit.fault",
              "dev.devtail.syntax",
              "dev.devtail.context.index",
              "dev.devtail.context.select",
              "dev.devtail.context.token",
              "dev.devtail.context.budget",
              "dev.devtail.context.render",
              "dev.devtail.context.report",
              "dev.devtail.context.workspace");

  /** Live workspaces wait for their ports; what serves these is elsewhere. */
  @ArchTest
  static final ArchRule liveKnowsItsPorts =
      classes()
          .that()
          .resideInAnyPackage("dev.devtail.context.live", "dev.devtail.context.build")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "reactor..",
              "com.github.benmanes.caffeine..",
              "dev.devtail.kit.fault",
              "dev.devtail.syntax",
              "dev.devtail.context.index",
              "dev.devtail.context.select",
              "dev.devtail.context.token",
              "dev.devtail.context.budget",
              "dev.devtail.context.render",
              "dev.devtail.context.live",
              "dev.devtail.context.build",
              "dev.devtail.context.workspace");

  @ArchTest
  static final ArchRule roomsDoNotDependInCircles =
      slices().matching("dev.devtail.context.(*)..").should().beFreeOfCycles();
}
