package dev.devtail.kit.grpc;

import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/**
 * What the gRPC servers of all services have in common. Calls run on the event loop they arrive on:
 * a hop to another thread would cost a keystroke more than the call itself.
 */
@Configuration(proxyBeanMethods = false)
public class GrpcServerSettings {

  private static final long PERMITTED_KEEPALIVE_SECONDS = 10;

  @Bean
  @GlobalServerInterceptor
  IdentityServerInterceptor identityServerInterceptor(IdentityTokens tokens) {
    return new IdentityServerInterceptor(tokens);
  }

  @Bean
  ServerBuilderCustomizer<NettyServerBuilder> nettyServerOnSharedLoops(EventLoops loops) {
    return builder ->
        builder
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .channelType(loops.serverChannelType())
            .directExecutor()
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(PERMITTED_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(ServiceChannels.MAX_MESSAGE_BYTES);
  }

  @Bean
  ServerBuilderCustomizer<InProcessServerBuilder> inProcessServerOnCallersThread() {
    return InProcessServerBuilder::directExecutor;
  }
}
