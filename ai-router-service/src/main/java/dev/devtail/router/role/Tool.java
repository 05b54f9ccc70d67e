package dev.devtail.router.role;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What models can do, each role its part. */
enum Tool {
  LIST_FILES("List the files of the workspace, or of a directory in it."),
  READ_FILE("Read a text file. Long ones come in parts."),
  SEARCH_FILES(
      "Search the files of the workspace for lines that match an extended regular expression."),
  WRITE_FILE("Write a whole file, a new one or one that you have read."),
  REPLACE_IN_FILE(
      "Replace a text in a file that you have read. The old text must occur in it exactly once."),
  DELETE_FILE("Delete a file that you have read."),
  SUBMIT_PLAN("Hand in the plan. This ends your work."),
  FINISH_EDITING("Say that the files are as they should be. This ends your work."),
  APPROVE("Approve of the changes. This ends your work, and the run."),
  SEND_BACK("Send the changes back to the editor. This ends your work.");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final String description;

  Tool(String description) {
    this.description = description;
  }

  private record Field(String name, String type, String description, boolean isRequired) {

    static Field required(String name, String description) {
      return new Field(name, "string", description, true);
    }

    static Field optional(String name, String type, String description) {
      return new Field(name, type, description, false);
    }
  }

  private boolean isOf(Role role) {
    return switch (this) {
      case LIST_FILES, READ_FILE, SEARCH_FILES -> true;
      case WRITE_FILE, REPLACE_IN_FILE, DELETE_FILE, FINISH_EDITING -> role == Role.EDITOR;
      case SUBMIT_PLAN -> role == Role.PLANNER;
      case APPROVE, SEND_BACK -> role == Role.REVIEWER;
    };
  }

  private List<Field> fields() {
    return switch (this) {
      case LIST_FILES ->
          List.of(
              Field.optional("path", "string", "a directory; left out: the workspace"),
              Field.optional(
                  "recursive", "boolean", "also what is below, but for what Git ignores"));
      case READ_FILE ->
          List.of(
              Field.required("path", "the file"),
              Field.optional("from_line", "integer", "where to begin; left out: 1"));
      case SEARCH_FILES ->
          List.of(
              Field.required("pattern", "the expression, as grep -E takes it"),
              Field.optional("path", "string", "a file or directory; left out: the workspace"));
      case WRITE_FILE ->
          List.of(Field.required("path", "the file"), Field.required("content", "all of it"));
      case REPLACE_IN_FILE ->
          List.of(
              Field.required("path", "the file"),
              Field.required("old_text", "as it stands there, with its white space"),
              Field.required("new_text", "what is to stand there"));
      case DELETE_FILE -> List.of(Field.required("path", "the file"));
      case SUBMIT_PLAN ->
          List.of(Field.required("plan", "for the editor, who sees nothing else of yours"));
      case FINISH_EDITING ->
          List.of(Field.required("summary", "what you have changed, for the reviewer"));
      case APPROVE -> List.of(Field.required("comments", "what you have checked"));
      case SEND_BACK -> List.of(Field.required("comments", "what has to be mended, and where"));
    };
  }

  /** As models call it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty if the role has none of that name. */
  static Optional<Tool> named(String label, Role role) {
    return Arrays.stream(values())
        .filter(tool -> tool.isOf(role) && tool.label().equals(label))
        .findFirst();
  }

  /** What ends the role's work, for its model. */
  static String finishing(Role role) {
    return switch (role) {
      case PLANNER -> SUBMIT_PLAN.label();
      case EDITOR -> FINISH_EDITING.label();
      case REVIEWER -> APPROVE.label() + " or " + SEND_BACK.label();
    };
  }

  /** Those of a role, as Anthropic's Messages have them. */
  static ArrayNode definitions(Role role) {
    ArrayNode all = JSON.createArrayNode();
    Arrays.stream(values())
        .filter(tool -> tool.isOf(role))
        .forEach(tool -> all.add(tool.definition()));
    return all;
  }

  private ObjectNode definition() {
    ObjectNode tool = JSON.createObjectNode().put("name", label()).put("description", description);
    ObjectNode schema = tool.putObject("input_schema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Field field : fields()) {
      properties
          .putObject(field.name())
          .put("type", field.type())
          .put("description", field.description());
      if (field.isRequired()) {
        required.add(field.name());
      }
    }
    schema.put("additionalProperties", false);
    return tool;
  }
}
