package dev.devtail.gateway.fakes;

import dev.devtail.protocol.service.v1.GetTemplateRequest;
import dev.devtail.protocol.service.v1.ListTemplatesRequest;
import dev.devtail.protocol.service.v1.PromptParameter;
import dev.devtail.protocol.service.v1.PromptTemplate;
import dev.devtail.protocol.service.v1.PromptTemplateList;
import dev.devtail.protocol.service.v1.RenderTemplateRequest;
import dev.devtail.protocol.service.v1.RenderedPrompt;
import dev.devtail.protocol.service.v1.TemplateServiceGrpc.TemplateServiceImplBase;
import io.grpc.stub.StreamObserver;

/** One template, whose text is what it is filled with. */
public final class FakeTemplateService extends TemplateServiceImplBase {

  private static final PromptTemplate REVIEW =
      PromptTemplate.newBuilder()
          .setName("review")
          .setVersion(2)
          .setDescription("Reviews a diff.")
          .addParameters(
              PromptParameter.newBuilder().setName("diff").setDescription("it").setMaxLength(100))
          .addParameters(
              PromptParameter.newBuilder()
                  .setName("focus")
                  .setDescription("on what")
                  .setDefaultValue("")
                  .setMaxLength(20)
                  .addAllowed("")
                  .addAllowed("security"))
          .addPartials("shared/_tone@1")
          .build();

  private final Answers answers;

  FakeTemplateService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<PromptTemplateList> caller) {
    answers.to(
        caller, request, "", () -> PromptTemplateList.newBuilder().addTemplates(REVIEW).build());
  }

  @Override
  public void getTemplate(GetTemplateRequest request, StreamObserver<PromptTemplate> caller) {
    answers.to(
        caller,
        request,
        request.getReference(),
        () -> REVIEW.toBuilder().addVersions(1).addVersions(2).setText("{{diff}}").build());
  }

  @Override
  public void renderTemplate(RenderTemplateRequest request, StreamObserver<RenderedPrompt> caller) {
    answers.to(
        caller,
        request,
        request.getReference(),
        () ->
            RenderedPrompt.newBuilder()
                .setReference("review@2")
                .setText(request.getParametersOrDefault("diff", ""))
                .build());
  }
}
