package dev.devtail.session.sessions;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.id.TimeOrderedIds;
import dev.devtail.session.events.EventType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The sessions of users. Every method acts for one user and knows only that user's sessions:
 * another user's is NOT_FOUND, like one that is not there.
 */
public final class Sessions {

  /** How often a default session may be deleted by someone else between being made and read. */
  private static final int DEFAULT_ATTEMPTS = 3;

  private final SessionStore store;
  private final SessionRules rules;
  private final TimeOrderedIds ids;
  private final Clock clock;

  public Sessions(SessionStore store, SessionRules rules, TimeOrderedIds ids, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @param workspace absolute directory; empty: the default workspace
   * @param name empty: the workspace's last segment
   * @return fails with INVALID_ARGUMENT for a workspace that is not absolute, RESOURCE_EXHAUSTED if
   *     the user has as many sessions as are allowed
   */
  public Mono<Session> create(String user, String workspace, String name) {
    Workspace place = workspace.isEmpty() ? rules.defaultWorkspace() : Workspace.of(workspace);
    Session session = newSession(user, place, name.isEmpty() ? place.shortName() : name);
    return store
        .create(session, created(session), rules.maxPerUser())
        .map(
            added -> {
              if (!added) {
                throw tooMany();
              }
              return session;
            });
  }

  /** The user's oldest session in the default workspace, made when there is none. */
  public Mono<Session> getOrCreateDefault(String user) {
    Workspace workspace = rules.defaultWorkspace();
    Mono<Session> oldest = store.oldestIn(user, workspace);
    Mono<Session> made =
        Mono.defer(
            () -> {
              Session session = newSession(user, workspace, workspace.shortName());
              return store.createDefault(session, created(session)).then(oldest);
            });
    return oldest.switchIfEmpty(
        made.repeatWhenEmpty(DEFAULT_ATTEMPTS, attempts -> attempts.take(DEFAULT_ATTEMPTS)));
  }

  public Mono<Session> get(String user, String id) {
    return store.find(user, id).switchIfEmpty(notFound(id));
  }

  /** Oldest first. */
  public Mono<List<Session>> list(String user) {
    return store.list(user);
  }

  /**
   * @param name empty: the workspace's last segment again
   */
  public Mono<Session> rename(String user, String id, String name) {
    return get(user, id)
        .flatMap(
            session ->
                store.rename(
                    user,
                    id,
                    name.isEmpty() ? new Workspace(session.workspace()).shortName() : name,
                    change(EventType.SESSION_UPDATED)))
        .switchIfEmpty(notFound(id));
  }

  public Mono<Session> delete(String user, String id) {
    return store.delete(user, id, change(EventType.SESSION_DELETED)).switchIfEmpty(notFound(id));
  }

  private Session newSession(String user, Workspace workspace, String name) {
    Instant now = now();
    return new Session(ids.next().toString(), user, workspace.path(), name, now, now, now);
  }

  private SessionChange created(Session session) {
    return new SessionChange(ids.next(), EventType.SESSION_CREATED, session.createdAt());
  }

  private SessionChange change(EventType type) {
    return new SessionChange(ids.next(), type, now());
  }

  /** To the microsecond, as the database keeps it: what is answered is what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Fault tooMany() {
    return new Fault(
        FaultCode.RESOURCE_EXHAUSTED,
        "You have %d sessions, which is the most there may be; delete one."
            .formatted(rules.maxPerUser()));
  }

  private static Mono<Session> notFound(String id) {
    return Mono.error(() -> Fault.notFound("session", id));
  }
}
