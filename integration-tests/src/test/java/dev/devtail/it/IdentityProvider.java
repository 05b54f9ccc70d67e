package dev.devtail.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * A real identity provider: Spring Authorization Server, with one user and our two clients. Its
 * access tokens live for seconds, and each refresh token is good once.
 */
final class IdentityProvider implements AutoCloseable {

  static final String AUDIENCE = "devtail";
  static final String USER = "ada";
  static final String PASSWORD = "not-a-secret-of-anybody";
  static final String WEB_CLIENT = "devtail-web";
  static final String COMMAND_LINE_CLIENT = "devtail-cli";
  private static final String OFFLINE_ACCESS = "offline_access";
  private static final Duration REFRESH_LIFETIME = Duration.ofHours(1);

  private final ConfigurableApplicationContext context;

  /**
   * @param lifetime of access tokens
   */
  IdentityProvider(Duration lifetime) {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.SERVLET)
            .properties(
                "spring.config.name=no-file",
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "test.lifetime=" + lifetime)
            .run();
  }

  URI issuer() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** What a gateway has to know. Its first Hello waits for the provider's keys. */
  Map<String, String> settings() {
    return Map.of(
        "devtail.gateway.hello-deadline",
        "20s",
        "devtail.gateway.auth.mode",
        "jwt",
        "devtail.gateway.auth.jwt-issuer",
        issuer().toString(),
        "devtail.gateway.auth.jwt-audience",
        AUDIENCE,
        "devtail.gateway.auth.sign-in.web-client-id",
        WEB_CLIENT,
        "devtail.gateway.auth.sign-in.command-line-client-id",
        COMMAND_LINE_CLIENT);
  }

  /** Lets the web app sign in whose page is at this address, and nowhere else. */
  void registerWebApp(URI page) {
    Duration lifetime =
        Duration.parse(context.getEnvironment().getRequiredProperty("test.lifetime"));
    context
        .getBean(InMemoryRegisteredClientRepository.class)
        .save(
            client(WEB_CLIENT, lifetime)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(page.toString())
                .scope("openid")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
  }

  /** Refresh tokens that were given out. */
  int refreshTokens() {
    return context.getBean(AtomicInteger.class).get();
  }

  @Override
  public void close() {
    context.close();
  }

  private static RegisteredClient.Builder client(String id, Duration lifetime) {
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .scope(OFFLINE_ACCESS)
        .tokenSettings(
            TokenSettings.builder()
                .accessTokenTimeToLive(lifetime)
                .refreshTokenTimeToLive(REFRESH_LIFETIME)
                .reuseRefreshTokens(false)
                .build());
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableWebSecurity
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
  })
  static class Application {

    @Bean
    @Order(1)
    SecurityFilterChain issuing(HttpSecurity http, RegisteredClientRepository clients)
        throws Exception {
      OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
      return http.securityMatcher(server.getEndpointsMatcher())
          .with(
              server,
              issuing ->
                  issuing
                      .oidc(Customizer.withDefaults())
                      .clientAuthentication(
                          client ->
                              client
                                  .authenticationConverter(Application::publicClient)
                                  .authenticationProvider(new PublicClients(clients)))
                      .deviceAuthorizationEndpoint(Customizer.withDefaults())
                      .deviceVerificationEndpoint(Customizer.withDefaults()))
          .cors(Customizer.withDefaults())
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .exceptionHandling(
              failures ->
                  failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
          .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .build();
    }

    /** What has no secret and is no exchange of a code, which the server knows by itself. */
    private static @Nullable Authentication publicClient(HttpServletRequest request) {
      String id = request.getParameter("client_id");
      return id == null || request.getParameter("code_verifier") != null
          ? null
          : new OAuth2ClientAuthenticationToken(
              id, ClientAuthenticationMethod.NONE, null, Map.of());
    }

    @Bean
    UrlBasedCorsConfigurationSource corsConfigurationSource() {
      CorsConfiguration any = new CorsConfiguration();
      any.setAllowedOriginPatterns(List.of("http://127.0.0.1:*"));
      any.setAllowedMethods(List.of("GET", "POST"));
      any.setAllowedHeaders(List.of("*"));
      UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
      source.registerCorsConfiguration("/**", any);
      return source;
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername(USER).password("{noop}" + PASSWORD).roles("USER").build());
    }

    @Bean
    InMemoryRegisteredClientRepository clients(
        @org.springframework.beans.factory.annotation.Value("${test.lifetime}") String lifetime) {
      return new InMemoryRegisteredClientRepository(
          client(COMMAND_LINE_CLIENT, Duration.parse(lifetime))
              .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
              .build());
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
      RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
      return new ImmutableJWKSet<>(new JWKSet(key));
    }

    @Bean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    /** How many were given out. */
    @Bean
    AtomicInteger refreshTokens() {
      return new AtomicInteger();
    }

    @Bean
    OAuth2TokenGenerator<?> tokens(JWKSource<SecurityContext> keys, AtomicInteger refreshTokens) {
      JwtGenerator jwts = new JwtGenerator(new NimbusJwtEncoder(keys));
      jwts.setJwtCustomizer(
          token -> {
            if (OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
              token.getClaims().audience(List.of(AUDIENCE));
            }
          });
      return new DelegatingOAuth2TokenGenerator(jwts, new RefreshTokens(refreshTokens));
    }

    /** The issuer is the address that it is asked at. */
    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().build();
    }
  }

  /** The server's own gives none to clients without a secret. */
  private record RefreshTokens(AtomicInteger count)
      implements OAuth2TokenGenerator<OAuth2RefreshToken> {

    private static final BytesKeyGenerator RANDOM = KeyGenerators.secureRandom(32);

    @Override
    public @Nullable OAuth2RefreshToken generate(
        org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext context) {
      if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
        return null;
      }
      count.incrementAndGet();
      Instant now = Instant.now();
      return new OAuth2RefreshToken(
          Base64.getUrlEncoder().withoutPadding().encodeToString(RANDOM.generateKey()),
          now,
          now.plus(REFRESH_LIFETIME));
    }
  }

  /** Clients without a secret, that refresh, revoke, or use the device flow. */
  private record PublicClients(RegisteredClientRepository clients)
      implements AuthenticationProvider {

    @Override
    public @Nullable Authentication authenticate(Authentication shown) {
      OAuth2ClientAuthenticationToken token = (OAuth2ClientAuthenticationToken) shown;
      if (!ClientAuthenticationMethod.NONE.equals(token.getClientAuthenticationMethod())
          || token.getAdditionalParameters().containsKey("code_verifier")) {
        return null;
      }
      RegisteredClient client = clients.findByClientId(token.getPrincipal().toString());
      if (client == null) {
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
      }
      return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> kind) {
      return OAuth2ClientAuthenticationToken.class.isAssignableFrom(kind);
    }
  }
}
