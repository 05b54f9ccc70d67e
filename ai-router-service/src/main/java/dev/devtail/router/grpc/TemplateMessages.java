package dev.devtail.router.grpc;

import dev.devtail.protocol.service.v1.PromptParameter;
import dev.devtail.protocol.service.v1.PromptTemplate;
import dev.devtail.protocol.service.v1.PromptTemplateList;
import dev.devtail.router.template.Template;
import dev.devtail.router.template.TemplateParameter;
import java.util.List;

/** Templates as the protocol has them. */
final class TemplateMessages {

  private TemplateMessages() {}

  static PromptTemplateList list(List<Template> templates) {
    return PromptTemplateList.newBuilder()
        .addAllTemplates(templates.stream().map(template -> inList(template).build()).toList())
        .build();
  }

  static PromptTemplate template(Template template, List<Integer> versions) {
    return inList(template).addAllVersions(versions).setText(template.text()).build();
  }

  private static PromptTemplate.Builder inList(Template template) {
    return PromptTemplate.newBuilder()
        .setName(template.name())
        .setVersion(template.version())
        .setDescription(template.description())
        .addAllParameters(template.parameters().stream().map(TemplateMessages::parameter).toList())
        .addAllPartials(template.partials())
        .setOfOperator(!template.shipped());
  }

  private static PromptParameter parameter(TemplateParameter parameter) {
    PromptParameter.Builder message =
        PromptParameter.newBuilder()
            .setName(parameter.name())
            .setDescription(parameter.description())
            .setMaxLength(parameter.maxLength())
            .addAllAllowed(parameter.allowed());
    parameter.defaultValue().ifPresent(message::setDefaultValue);
    return message.build();
  }
}
