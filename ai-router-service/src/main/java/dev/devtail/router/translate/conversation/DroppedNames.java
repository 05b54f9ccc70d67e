package dev.devtail.router.translate.conversation;

/** What callers are told was left out, where it is not a field that we have never heard of. */
public final class DroppedNames {

  public static final String CACHE_CONTROL = "cache_control";
  public static final String DOCUMENT = "document";
  public static final String EFFORT = "effort";
  public static final String FREQUENCY_PENALTY = "frequency_penalty";
  public static final String IMAGE = "image";
  public static final String IS_ERROR = "is_error";

  /** More than the model writes. */
  public static final String MAX_TOKENS = "max_tokens";

  public static final String PARALLEL_TOOL_CALLS = "parallel_tool_calls";
  public static final String PRESENCE_PENALTY = "presence_penalty";
  public static final String RESPONSE_FORMAT = "response_format";
  public static final String SEED = "seed";
  public static final String STOP_SEQUENCES = "stop_sequences";
  public static final String STRICT = "strict";

  /** A message of the system in the midst of the conversation has become one of the user. */
  public static final String SYSTEM_ROLE = "system_role";

  public static final String TEMPERATURE = "temperature";

  /** Of an earlier answer: its provider alone takes it. Or the wish for it. */
  public static final String THINKING = "thinking";

  public static final String TITLE = "document_title";
  public static final String TOOL_CHOICE = "tool_choice";
  public static final String TOP_K = "top_k";
  public static final String TOP_P = "top_p";
  public static final String USER = "user";
  public static final String WEB_SEARCH = "web_search";

  private DroppedNames() {}
}
