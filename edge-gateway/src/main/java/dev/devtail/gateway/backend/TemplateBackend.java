package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.GetTemplateRequest;
import dev.devtail.protocol.service.v1.ListTemplatesRequest;
import dev.devtail.protocol.service.v1.PromptTemplate;
import dev.devtail.protocol.service.v1.PromptTemplateList;
import dev.devtail.protocol.service.v1.RenderTemplateRequest;
import dev.devtail.protocol.service.v1.RenderedPrompt;
import dev.devtail.protocol.service.v1.TemplateServiceGrpc.TemplateServiceStub;
import reactor.core.publisher.Mono;

/** Prompt templates. Everything fails with a Fault. */
public final class TemplateBackend {

  private final TemplateServiceStub templates;
  private final UserCalls calls;

  TemplateBackend(TemplateServiceStub templates, UserCalls calls) {
    this.templates = templates;
    this.calls = calls;
  }

  public Mono<PromptTemplateList> list(Identity user) {
    return ReactiveCalls.call(as(user)::listTemplates, ListTemplatesRequest.getDefaultInstance());
  }

  public Mono<PromptTemplate> get(Identity user, GetTemplateRequest request) {
    return ReactiveCalls.call(as(user)::getTemplate, request);
  }

  public Mono<RenderedPrompt> render(Identity user, RenderTemplateRequest request) {
    return ReactiveCalls.call(as(user)::renderTemplate, request);
  }

  private TemplateServiceStub as(Identity user) {
    return calls.as(user, templates);
  }
}
