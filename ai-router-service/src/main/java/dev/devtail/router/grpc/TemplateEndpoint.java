package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.GetTemplateRequest;
import dev.devtail.protocol.service.v1.ListTemplatesRequest;
import dev.devtail.protocol.service.v1.PromptTemplate;
import dev.devtail.protocol.service.v1.PromptTemplateList;
import dev.devtail.protocol.service.v1.RenderTemplateRequest;
import dev.devtail.protocol.service.v1.RenderedPrompt;
import dev.devtail.protocol.service.v1.TemplateServiceGrpc.TemplateServiceImplBase;
import dev.devtail.router.template.Rendered;
import dev.devtail.router.template.Template;
import dev.devtail.router.template.TemplateException;
import dev.devtail.router.template.TemplateLibrary;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** {@code devtail.service.v1.TemplateService}, for users. */
public final class TemplateEndpoint extends TemplateServiceImplBase {

  private final TemplateLibrary library;

  public TemplateEndpoint(TemplateLibrary library) {
    this.library = library;
  }

  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<PromptTemplateList> observer) {
    answer(observer, () -> TemplateMessages.list(library.templates()));
  }

  @Override
  public void getTemplate(GetTemplateRequest request, StreamObserver<PromptTemplate> observer) {
    answer(
        observer,
        () -> {
          Template template = library.get(FieldRules.check(request).getReference());
          return TemplateMessages.template(template, library.versions(template.name()));
        });
  }

  @Override
  public void renderTemplate(
      RenderTemplateRequest request, StreamObserver<RenderedPrompt> observer) {
    answer(
        observer,
        () -> {
          Rendered rendered =
              library.render(FieldRules.check(request).getReference(), request.getParametersMap());
          return RenderedPrompt.newBuilder()
              .setReference(rendered.reference())
              .setText(rendered.text())
              .build();
        });
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> answer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          requireUser();
          try {
            return Mono.just(answer.get());
          } catch (TemplateException wrong) {
            throw fault(wrong);
          }
        });
  }

  private static void requireUser() {
    if (IdentityServerInterceptor.current().role() != Identity.Role.USER) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only for a user.");
    }
  }

  private static Fault fault(TemplateException wrong) {
    return switch (wrong.kind()) {
      case UNKNOWN -> new Fault(FaultCode.NOT_FOUND, wrong.message());
      case PARAMETERS, TOO_LONG ->
          new Fault(FaultCode.INVALID_ARGUMENT, wrong.message(), wrong.field(), Duration.ZERO);
      case MALFORMED -> new Fault(FaultCode.INTERNAL, wrong.message());
    };
  }
}
