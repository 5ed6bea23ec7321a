package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.route.CsrfHeader;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * The filter chain for the path of the dashboard in a servlet application. It precedes
 * the chains of the application, also one for all paths. A bean with its name replaces
 * it. It sets statuses instead of sending errors, because the page of errors belongs to
 * another chain, which could redirect to its own sign-in.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ SecurityFilterChain.class, HttpSecurity.class })
class ServletSecurityConfiguration {

	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	static final String TOKEN = "JOBQUEUE-XSRF-TOKEN";

	@Bean
	@Order(ORDER)
	@ConditionalOnBean(HttpSecurity.class)
	@ConditionalOnMissingBean(name = "jobqueueDashboardSecurityFilterChain")
	SecurityFilterChain jobqueueDashboardSecurityFilterChain(HttpSecurity http, JobQueueProperties properties) {
		DashboardProperties dashboard = properties.dashboard();
		http.securityMatcher(dashboard.path(), dashboard.path() + "/**");
		http.authorizeHttpRequests((requests) -> {
			if (dashboard.anonymous() == DashboardProperties.Anonymous.OPERATE) {
				requests.anyRequest().permitAll();
				return;
			}
			if (dashboard.anonymous() == DashboardProperties.Anonymous.VIEW) {
				requests.requestMatchers(HttpMethod.GET).permitAll();
				requests.requestMatchers(HttpMethod.HEAD).permitAll();
			}
			requests.anyRequest().hasAnyAuthority(AuthorityAccess.names(dashboard.authorities()));
		});
		http.httpBasic((basic) -> basic.authenticationEntryPoint((request, response, ex) -> {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"jobqueue\", charset=\"UTF-8\"");
			response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
		}));
		http.exceptionHandling((errors) -> errors
			.accessDeniedHandler((request, response, ex) -> response.setStatus(HttpServletResponse.SC_FORBIDDEN)));
		http.csrf((csrf) -> csrf.csrfTokenRepository(tokens()));
		http.requestCache((cache) -> cache.disable());
		return http.build();
	}

	/**
	 * With names of its own, because the application may have such a cookie too. A proxy
	 * can show the page at a path that does not begin with the context path.
	 */
	private static CookieCsrfTokenRepository tokens() {
		CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
		tokens.setCookieName(TOKEN);
		tokens.setCookiePath("/");
		tokens.setHeaderName("X-" + TOKEN);
		return tokens;
	}

	@Bean
	ServletCsrf jobqueueDashboardCsrf() {
		return (request) -> {
			@Nullable Object token = request.getAttribute(CsrfToken.class.getName());
			return (token instanceof CsrfToken csrf) ? new CsrfHeader(csrf.getHeaderName(), csrf.getToken()) : null;
		};
	}

}
