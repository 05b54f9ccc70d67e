package dev.devtail.session.events.r2dbc;

import dev.devtail.kit.database.NotificationListener;
import dev.devtail.kit.database.NotificationListener.Signal;
import dev.devtail.session.events.EventNotices;
import reactor.core.publisher.Flux;

/** {@link EventNotices} over PostgreSQL's LISTEN and NOTIFY. */
public final class PostgresEventNotices implements EventNotices {

  private final NotificationListener listener;

  public PostgresEventNotices(NotificationListener listener) {
    this.listener = listener;
  }

  @Override
  public Flux<Heard> listen() {
    return listener
        .listen(Notices.CHANNEL)
        .map(
            signal ->
                switch (signal) {
                  case Signal.Listening listening -> new Heard.Listening();
                  case Signal.Notified(String payload) ->
                      new Heard.Recorded(Notices.parse(payload));
                });
  }
}
