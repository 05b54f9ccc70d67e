package dev.devtail.kit.workspace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devtail.kit.workspace", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoFrameworkAndNoService =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j",
              "org.eclipse.jgit..",
              "reactor.core.publisher..",
              "dev.devtail.kit.fault",
              "dev.devtail.kit.workspace..",
              "com.google.re2j",
              "tools.jackson..");

  @ArchTest
  static final ArchRule secretsAreFoundInTextsWhereverTheyComeFrom =
      classes()
          .that()
          .resideInAPackage("dev.devtail.kit.workspace.secret")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j",
              "dev.devtail.kit.workspace.secret",
              "com.google.re2j",
              "tools.jackson..");
}
