package dev.devtail.kit;

import dev.devtail.kit.grpc.GrpcServerSettings;
import dev.devtail.kit.grpc.PlaceChannels;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.heap.HeapRoom;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.kit.time.Uptime;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** The beans that every service shares; in one JVM they are there once. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KitProperties.class)
@Import(GrpcServerSettings.class)
public class KitConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Uptime uptime() {
    return Uptime.system();
  }

  @Bean(destroyMethod = "close")
  EventLoops eventLoops(KitProperties properties) {
    return new EventLoops(properties.eventLoops());
  }

  @Bean
  ServiceChannels serviceChannels(EventLoops loops) {
    return new ServiceChannels(loops);
  }

  /** For all services of this process that go to the machines where workspaces are. */
  @Bean
  PlaceChannels placeChannels(ServiceChannels channels) {
    return new PlaceChannels(channels);
  }

  @Bean
  IdentityTokens identityTokens(KitProperties properties, Clock clock) {
    return new IdentityTokens(properties.identity().keyBytes(), clock);
  }

  @Bean
  PeriodicTask heapRoom() {
    HeapRoom room = HeapRoom.ofProcess();
    return new PeriodicTask(
        "heap-room", HeapRoom.PERIOD, HeapRoom.PERIOD, () -> Mono.fromRunnable(room::look));
  }
}
