package dev.devtail.router.translate;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.answer.Answer;
import dev.devtail.router.translate.answer.AnswerCollector;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerReader;
import dev.devtail.router.translate.answer.AnswerShape;
import dev.devtail.router.translate.answer.AnswerWriter;
import dev.devtail.router.translate.chat.ChatAnswerReader;
import dev.devtail.router.translate.chat.ChatAnswerWriter;
import dev.devtail.router.translate.chat.ChatRequestReader;
import dev.devtail.router.translate.chat.ChatRequestWriter;
import dev.devtail.router.translate.conversation.Conversation;
import dev.devtail.router.translate.conversation.ConversationReader;
import dev.devtail.router.translate.conversation.ConversationWriter;
import dev.devtail.router.translate.conversation.DroppedNames;
import dev.devtail.router.translate.conversation.ToolNames;
import dev.devtail.router.translate.conversation.ToolPairs;
import dev.devtail.router.translate.conversation.Turns;
import dev.devtail.router.translate.gemini.GeminiAnswerReader;
import dev.devtail.router.translate.gemini.GeminiRequestWriter;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Fields;
import dev.devtail.router.translate.json.Json;
import dev.devtail.router.translate.messages.MessagesAnswerReader;
import dev.devtail.router.translate.messages.MessagesAnswerWriter;
import dev.devtail.router.translate.messages.MessagesRequestReader;
import dev.devtail.router.translate.messages.MessagesRequestWriter;
import dev.devtail.router.translate.ollama.OllamaAnswerReader;
import dev.devtail.router.translate.ollama.OllamaRequestWriter;
import dev.devtail.router.translate.responses.ResponsesAnswerWriter;
import dev.devtail.router.translate.responses.ResponsesRequestReader;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/** A translation that is put together of what reads and what writes. */
record Translator(Caller caller, Provider provider) implements Translation {

  /** What a caller's protocol is read and answered by. */
  record Caller(ConversationReader requests, Function<AnswerContext, AnswerWriter> answers) {

    static Caller of(CallerProtocol protocol) {
      return switch (protocol) {
        case MESSAGES -> new Caller(new MessagesRequestReader(), MessagesAnswerWriter::new);
        case CHAT_COMPLETIONS -> new Caller(new ChatRequestReader(), ChatAnswerWriter::new);
        case RESPONSES -> new Caller(new ResponsesRequestReader(), ResponsesAnswerWriter::new);
      };
    }
  }

  /** What a provider's protocol is written and understood by. */
  record Provider(
      ConversationWriter requests,
      Function<AnswerContext, AnswerReader> answers,
      StreamFraming framing) {

    static Provider of(ProviderProtocol protocol) {
      return switch (protocol) {
        case OPENAI ->
            new Provider(new ChatRequestWriter(), ChatAnswerReader::new, StreamFraming.EVENTS);
        case ANTHROPIC ->
            new Provider(
                new MessagesRequestWriter(), MessagesAnswerReader::new, StreamFraming.EVENTS);
        case GEMINI ->
            new Provider(new GeminiRequestWriter(), GeminiAnswerReader::new, StreamFraming.EVENTS);
        case OLLAMA ->
            new Provider(new OllamaRequestWriter(), OllamaAnswerReader::new, StreamFraming.LINES);
      };
    }
  }

  static Translator between(CallerProtocol caller, ProviderProtocol provider) {
    return new Translator(Caller.of(caller), Provider.of(provider));
  }

  @Override
  public ProviderRequest request(byte[] body, ModelName model, long maxOutputTokens) {
    Dropped dropped = new Dropped();
    Fields fields = Fields.of(body);
    Conversation conversation =
        bounded(inOrder(caller.requests().read(fields, dropped)), maxOutputTokens, dropped);
    fields.nameUnread(dropped);
    ToolNames names =
        new ToolNames(conversation.toolbox().functions(), provider.requests().maxToolNameChars());
    byte[] request = provider.requests().write(conversation, model, names, dropped);
    return new ProviderRequest(
        request, dropped.names(), new AnswerShape(names, conversation.settings().usageInStream()));
  }

  private static Conversation inOrder(Conversation read) {
    Conversation ordered =
        new Conversation(read.system(), Turns.of(read.messages()), read.toolbox(), read.settings());
    ToolPairs.check(ordered.messages());
    return ordered;
  }

  private static Conversation bounded(Conversation read, long maxOutputTokens, Dropped dropped) {
    Long wanted = read.settings().maxTokens();
    if (maxOutputTokens == 0 || wanted == null || wanted <= maxOutputTokens) {
      return read;
    }
    dropped.add(DroppedNames.MAX_TOKENS);
    return new Conversation(
        read.system(),
        read.messages(),
        read.toolbox(),
        read.settings().withMaxTokens(maxOutputTokens));
  }

  @Override
  public WholeAnswer answer(byte[] providerBody, AnswerContext context) {
    AnswerCollector collector = new AnswerCollector();
    try {
      provider.answers().apply(context).whole(Json.read(providerBody), collector);
    } catch (JacksonException malformed) {
      return new WholeAnswer.Failed(noJson());
    }
    Optional<ProviderFault> fault = collector.fault();
    if (fault.isPresent()) {
      return new WholeAnswer.Failed(fault.get());
    }
    return collector
        .answer()
        .<WholeAnswer>map(answer -> translated(answer, context))
        .orElseGet(
            () ->
                new WholeAnswer.Failed(
                    new ProviderFault(
                        ProviderFault.Kind.MALFORMED,
                        "The model's provider sent what is no answer.")));
  }

  private WholeAnswer translated(Answer answer, AnswerContext context) {
    return new WholeAnswer.Translated(
        caller.answers().apply(context).whole(answer), answer.usage());
  }

  static ProviderFault noJson() {
    return new ProviderFault(
        ProviderFault.Kind.MALFORMED, "The model's provider sent what is no JSON.");
  }

  @Override
  public AnswerStream stream(AnswerContext context) {
    return new TranslatedStream(
        provider.framing(), provider.answers().apply(context), caller.answers().apply(context));
  }
}
