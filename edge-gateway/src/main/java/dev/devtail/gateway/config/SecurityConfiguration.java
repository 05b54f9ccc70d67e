package dev.devtail.gateway.config;

import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.gateway.auth.Authenticator;
import dev.devtail.gateway.auth.GrantAuthenticator;
import dev.devtail.gateway.auth.JwtAuthenticator;
import dev.devtail.gateway.auth.OwnerTokenAuthenticator;
import dev.devtail.gateway.backend.GrantChecks;
import dev.devtail.gateway.connect.OriginPolicy;
import dev.devtail.gateway.rest.Problems;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who may ask for what by HTTP. The WebSocket endpoint authenticates by its Hello instead. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

  /** What the page may do; where it may connect to is added. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " object-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none';"
          + " connect-src 'self'";

  /** How far the clocks of the issuer and of this gateway may be apart. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** In mode none, for REST as well, no token has to be shown. */
  private static final BearerTokenAuthenticationToken NO_TOKEN =
      new BearerTokenAuthenticationToken("none");

  @Bean
  Authenticator authenticator(GatewayProperties properties, GrantChecks grants) {
    return new GrantAuthenticator(grants, configured(properties.auth()));
  }

  private static Authenticator configured(GatewayProperties.Auth auth) {
    return switch (auth.mode()) {
      case OWNER_TOKEN ->
          new OwnerTokenAuthenticator(
              auth.ownerToken() == null ? "" : auth.ownerToken(), auth.ownerName());
      case JWT -> new JwtAuthenticator(jwtDecoder(auth), auth.jwtUserClaim());
      case NONE -> token -> Mono.just(new AuthenticatedUser(auth.ownerName(), Instant.MAX));
    };
  }

  private static NimbusReactiveJwtDecoder jwtDecoder(GatewayProperties.Auth auth) {
    URI keys = auth.jwtKeys();
    String issuer = String.valueOf(auth.jwtIssuer());
    NimbusReactiveJwtDecoder decoder =
        (keys == null
                ? NimbusReactiveJwtDecoder.withIssuerLocation(issuer)
                : NimbusReactiveJwtDecoder.withJwkSetUri(keys.toString()))
            .jwsAlgorithms(pinned -> pinned.addAll(auth.jwtAlgorithms()))
            .build();
    decoder.setJwtValidator(
        JwtValidators.createDefaultWithValidators(
            List.<OAuth2TokenValidator<Jwt>>of(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(issuer),
                type(),
                audience(auth.jwtAudience()),
                algorithm(auth.jwtAlgorithms()))));
    return decoder;
  }

  /** Of access tokens, some issuers say that they are (RFC 9068, 2.1). */
  private static OAuth2TokenValidator<Jwt> type() {
    JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
    type.setAllowEmpty(true);
    return type;
  }

  /** Where keys are discovered, the decoder goes by what they could do. */
  private static OAuth2TokenValidator<Jwt> algorithm(Set<SignatureAlgorithm> pinned) {
    return jwt ->
        pinned.stream().anyMatch(one -> one.getName().equals(jwt.getHeaders().get("alg")))
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(
                new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_TOKEN, "The algorithm is not permitted.", null));
  }

  /** A token that names no audience at all is for somebody else too. */
  private static OAuth2TokenValidator<Jwt> audience(String wanted) {
    return new JwtClaimValidator<List<String>>(
        JwtClaimNames.AUD, named -> named != null && named.contains(wanted));
  }

  @Bean
  SecurityWebFilterChain security(
      ServerHttpSecurity http,
      Authenticator authenticator,
      OriginPolicy origins,
      GatewayProperties properties) {
    AuthenticationWebFilter bearer = new AuthenticationWebFilter(manager(authenticator));
    bearer.setServerAuthenticationConverter(shownToken(properties, origins));
    bearer.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
    bearer.setAuthenticationFailureHandler(
        (filtered, failure) -> write(filtered.getExchange(), cause(failure)));
    return http.csrf(CsrfSpec::disable)
        .formLogin(FormLoginSpec::disable)
        .httpBasic(HttpBasicSpec::disable)
        .logout(LogoutSpec::disable)
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy -> policy.policyDirectives(contentSecurityPolicy(properties.auth()))))
        .addFilterAt(bearer, SecurityWebFiltersOrder.AUTHENTICATION)
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint((exchange, none) -> write(exchange, noToken()))
                    .accessDeniedHandler((exchange, denied) -> write(exchange, denied())))
        .authorizeExchange(
            rules ->
                rules
                    .pathMatchers(
                        "/v1/auth", "/v1/openapi.yaml", "/actuator/health/**", "/actuator/health")
                    .permitAll()
                    .pathMatchers("/v1/**", "/actuator/**")
                    .authenticated()
                    .anyExchange()
                    .permitAll())
        .build();
  }

  /** The page talks to the gateway, and to the issuer where it signs in. */
  private static String contentSecurityPolicy(GatewayProperties.Auth auth) {
    URI issuer = auth.signIn().webClientId() == null ? null : auth.jwtIssuer();
    return issuer == null
        ? CONTENT_SECURITY_POLICY
        : "%s %s://%s"
            .formatted(CONTENT_SECURITY_POLICY, issuer.getScheme(), issuer.getRawAuthority());
  }

  /** In mode none everybody is the owner, but not every page that the owner's browser has open. */
  private static ServerAuthenticationConverter shownToken(
      GatewayProperties properties, OriginPolicy origins) {
    ServerAuthenticationConverter shown = new ServerBearerTokenAuthenticationConverter();
    if (properties.auth().mode() != GatewayProperties.Auth.Mode.NONE) {
      return shown;
    }
    return exchange -> {
      HttpHeaders headers = exchange.getRequest().getHeaders();
      return origins.permits(headers.getOrigin(), headers.getFirst(HttpHeaders.HOST))
          ? shown.convert(exchange).defaultIfEmpty(NO_TOKEN)
          : shown.convert(exchange);
    };
  }

  /** A token that does not permit everything permits nothing here, whatever the path. */
  private static ReactiveAuthenticationManager manager(Authenticator authenticator) {
    return shown ->
        authenticator
            .authenticate(((BearerTokenAuthenticationToken) shown).getToken())
            .doOnNext(user -> user.scope().requireEverything())
            .<org.springframework.security.core.Authentication>map(
                user ->
                    UsernamePasswordAuthenticationToken.authenticated(user.name(), null, List.of()))
            .onErrorMap(Fault.class, fault -> new BadCredentialsException(fault.message(), fault));
  }

  private static Throwable cause(Throwable failure) {
    return failure.getCause() instanceof Fault fault ? fault : noToken();
  }

  private static Fault noToken() {
    return new Fault(
        FaultCode.UNAUTHENTICATED,
        "Send a token as Authorization: Bearer; `devtail up` prints it.");
  }

  private static Fault denied() {
    return new Fault(FaultCode.PERMISSION_DENIED, "This user may not do that.");
  }

  private static Mono<Void> write(ServerWebExchange exchange, Throwable failure) {
    ProblemDetail problem = Problems.of(failure);
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatusCode.valueOf(problem.getStatus()));
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().set("WWW-Authenticate", "Bearer");
    byte[] body =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}\
        """
            .formatted(
                problem.getTitle(),
                problem.getStatus(),
                problem.getDetail(),
                String.valueOf(
                    problem.getProperties() == null ? "" : problem.getProperties().get("code")))
            .getBytes(StandardCharsets.UTF_8);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
