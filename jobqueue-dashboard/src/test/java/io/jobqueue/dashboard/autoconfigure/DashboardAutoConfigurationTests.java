package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.autoconfigure.JobQueueAutoConfiguration;
import io.jobqueue.autoconfigure.MemoryStoreAutoConfiguration;
import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.schedule.JobQueueScheduleAutoConfiguration;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.dashboard.http.Dashboard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(JobQueueAutoConfiguration.class,
			JobQueueTaskAutoConfiguration.class, JobQueueDispatchAutoConfiguration.class,
			JobQueueScheduleAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
			SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			DashboardAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(ALL)
		.withPropertyValues("jobqueue.store=memory", "jobqueue.worker.enabled=false");

	@Test
	void dashboardIsOffUntilItIsEnabled() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Dashboard.class)
			.doesNotHaveBean("jobqueueDashboardSecurityFilterChain"));
	}

	@Test
	void applicationWithoutWebServerStartsWithoutIt() {
		new ApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues("jobqueue.store=memory", "jobqueue.worker.enabled=false",
					"jobqueue.dashboard.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Dashboard.class));
	}

	@Test
	void startIsRefusedWithoutSpringSecurity() {
		withoutSecurity().run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).hasRootCauseInstanceOf(UnprotectedDashboardException.class);
			FailureAnalysis analysis = new UnprotectedDashboardFailureAnalyzer().analyze(failure);
			assertThat(analysis.getDescription()).contains("'/jobqueue'", "Spring Security is not on the class path");
			assertThat(analysis.getAction()).contains("spring-boot-starter-security",
					"jobqueue.dashboard.anonymous=view");
		});
	}

	@Test
	void startIsPossibleWithoutSpringSecurityWhenThatIsSaid() {
		withoutSecurity().withPropertyValues("jobqueue.dashboard.anonymous=view")
			.run((context) -> assertThat(context).hasSingleBean(Dashboard.class));
	}

	@Test
	void pathIsChecked() {
		this.runner.withPropertyValues("jobqueue.dashboard.path=jobs/")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("jobqueue.dashboard.path must begin with '/'"));
	}

	/** Also where the dashboard is off. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void usersOfPropertiesStayThoseOfAReactiveApplication(boolean enabled) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JobQueueAutoConfiguration.class,
					JobQueueTaskAutoConfiguration.class, JobQueueDispatchAutoConfiguration.class,
					JobQueueScheduleAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
					DashboardAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class,
					ReactiveManagementWebSecurityAutoConfiguration.class,
					ReactiveUserDetailsServiceAutoConfiguration.class, WebFluxAutoConfiguration.class))
			.withPropertyValues("jobqueue.store=memory", "jobqueue.worker.enabled=false",
					"jobqueue.dashboard.enabled=" + enabled, "spring.security.user.name=ops",
					"spring.security.user.password=secret")
			.run((context) -> assertThat(context).hasSingleBean(ReactiveUserDetailsService.class));
	}

	@Test
	void chainOfTheApplicationReplacesThatOfTheDashboard() {
		this.runner.withPropertyValues("jobqueue.dashboard.enabled=true")
			.withUserConfiguration(OwnChain.class)
			.run((context) -> assertThat(context).hasSingleBean(SecurityFilterChain.class)
				.hasSingleBean(Dashboard.class));
	}

	private WebApplicationContextRunner withoutSecurity() {
		return this.runner.withPropertyValues("jobqueue.dashboard.enabled=true")
			.withClassLoader(
					new FilteredClassLoader(SecurityFilterChain.class, HttpSecurity.class, Authentication.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain {

		@Bean
		SecurityFilterChain jobqueueDashboardSecurityFilterChain(HttpSecurity http) {
			return http.securityMatcher("/jobqueue/**").build();
		}

	}

}
