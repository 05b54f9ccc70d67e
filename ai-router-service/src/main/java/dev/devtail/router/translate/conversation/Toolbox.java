package dev.devtail.router.translate.conversation;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * @param parallel whether the model may call several at once; null if unsaid
 */
public record Toolbox(List<Tool> tools, ToolChoice choice, @Nullable Boolean parallel) {

  public Toolbox {
    tools = List.copyOf(tools);
  }

  public List<Tool.Function> functions() {
    return tools.stream()
        .flatMap(
            tool ->
                switch (tool) {
                  case Tool.Function function -> Stream.of(function);
                  case Tool.WebSearch() -> Stream.empty();
                })
        .toList();
  }

  public boolean hasWebSearch() {
    return tools.contains(new Tool.WebSearch());
  }
}
