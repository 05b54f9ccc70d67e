package dev.devtail.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule servicesMeetThroughStubsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.devtail.session..", "dev.devtail.terminal..");

  @ArchTest
  static final ArchRule nothingBlocks =
      noClasses()
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(HasName.Predicates.nameStartingWith("block"))
                  .and(
                      JavaCall.Predicates.target(
                          HasOwner.Predicates.With.owner(
                              com.tngtech.archunit.core.domain.JavaClass.Predicates
                                  .resideInAPackage("reactor..")))));

  @ArchTest
  static final ArchRule backendKnowsNoEdge =
      noClasses()
          .that()
          .resideInAnyPackage("..backend..", "..auth..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..connect..", "..rest..", "..config..");
}
