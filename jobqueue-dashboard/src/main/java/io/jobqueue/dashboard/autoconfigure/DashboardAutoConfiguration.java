package io.jobqueue.dashboard.autoconfigure;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedules;
import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.api.DashboardApi;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.http.AccessPolicy;
import io.jobqueue.dashboard.http.Dashboard;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.task.TaskRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The dashboard: off unless {@code jobqueue.dashboard.enabled} is true. It is after the
 * configurations of Spring Security, so that those still protect the other paths of an
 * application that has no filter chain of its own. Those of users come first: that of
 * Actuator denies all users where none are configured before it.
 */
@AutoConfiguration(afterName = { "io.jobqueue.autoconfigure.schedule.JobQueueScheduleAutoConfiguration",
		"io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration" })
@ConditionalOnBooleanProperty("jobqueue.dashboard.enabled")
@ConditionalOnWebApplication
@Import({ ServletSecurityConfiguration.class, ReactiveDefaultSecurityConfiguration.class,
		ReactiveSecurityConfiguration.class, AuthorityAccessConfiguration.class, ServletDashboardConfiguration.class,
		ReactiveDashboardConfiguration.class })
public final class DashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AccessPolicy jobqueueDashboardAccess(JobQueueProperties properties) {
		DashboardProperties dashboard = properties.dashboard();
		if (dashboard.anonymous() == DashboardProperties.Anonymous.NONE) {
			throw new UnprotectedDashboardException(dashboard.path());
		}
		Access access = Access.of(dashboard.anonymous());
		return (user) -> access;
	}

	@Bean
	Audit jobqueueDashboardAudit(AuditTrail trail, ApplicationEventPublisher events) {
		return new Audit(trail, events, InstantSource.system());
	}

	@Bean
	DashboardApi jobqueueDashboardApi(JobExplorer explorer, JobOperator operator, JobSchedules schedules,
			TaskRegistry tasks, JobQueueProperties properties, Audit audit) {
		return new DashboardApi(new DashboardApi.Source(explorer, operator, schedules, tasks), properties.dashboard(),
				audit, InstantSource.system());
	}

	@Bean
	Dashboard jobqueueDashboard(DashboardApi api, AccessPolicy policy, JobQueueProperties properties) {
		DashboardProperties dashboard = properties.dashboard();
		return new Dashboard(List.copyOf(api.routes()), policy, dashboard.readOnly(), dashboard.path());
	}

}
