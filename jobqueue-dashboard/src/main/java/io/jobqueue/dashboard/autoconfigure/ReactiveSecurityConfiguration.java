package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.route.CsrfHeader;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * The filter chain for the path of the dashboard in a reactive application, as
 * {@link ServletSecurityConfiguration} has it in a servlet application.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ SecurityWebFilterChain.class, ServerHttpSecurity.class })
class ReactiveSecurityConfiguration {

	@Bean
	@Order(ServletSecurityConfiguration.ORDER)
	@ConditionalOnBean(ServerHttpSecurity.class)
	@ConditionalOnMissingBean(name = "jobqueueDashboardSecurityFilterChain")
	SecurityWebFilterChain jobqueueDashboardSecurityFilterChain(ServerHttpSecurity http,
			JobQueueProperties properties) {
		DashboardProperties dashboard = properties.dashboard();
		http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(dashboard.path(), dashboard.path() + "/**"));
		http.authorizeExchange((exchanges) -> {
			if (dashboard.anonymous() == DashboardProperties.Anonymous.OPERATE) {
				exchanges.anyExchange().permitAll();
				return;
			}
			if (dashboard.anonymous() == DashboardProperties.Anonymous.VIEW) {
				exchanges.pathMatchers(HttpMethod.GET).permitAll();
				exchanges.pathMatchers(HttpMethod.HEAD).permitAll();
			}
			exchanges.anyExchange().hasAnyAuthority(AuthorityAccess.names(dashboard.authorities()));
		});
		http.httpBasic(Customizer.withDefaults());
		http.csrf((csrf) -> csrf.csrfTokenRepository(tokens()));
		http.requestCache((cache) -> cache.requestCache(NoOpServerRequestCache.getInstance()));
		return http.build();
	}

	private static CookieServerCsrfTokenRepository tokens() {
		CookieServerCsrfTokenRepository tokens = new CookieServerCsrfTokenRepository();
		tokens.setCookieName(ServletSecurityConfiguration.TOKEN);
		tokens.setCookiePath("/");
		tokens.setHeaderName("X-" + ServletSecurityConfiguration.TOKEN);
		return tokens;
	}

	@Bean
	ReactiveCsrf jobqueueDashboardCsrf() {
		return (exchange) -> {
			Mono<CsrfToken> token = exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
			return token.map((csrf) -> new CsrfHeader(csrf.getHeaderName(), csrf.getToken()));
		};
	}

}
