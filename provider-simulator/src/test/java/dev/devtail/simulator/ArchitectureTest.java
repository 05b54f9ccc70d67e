package dev.devtail.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.simulator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** What is answered, in which protocol, and where it breaks off needs no server. */
  @ArchTest
  static final ArchRule onlyTheServerKnowsTheNetwork =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.devtail.simulator.script",
              "dev.devtail.simulator.wire",
              "dev.devtail.simulator.delivery")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "tools.jackson..", "dev.devtail.simulator..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.devtail.simulator.(*)..").should().beFreeOfCycles();
}
