package io.jobqueue.autoconfigure.transaction;

import javax.sql.DataSource;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.jdbc.JdbcStoreAutoConfiguration;
import io.jobqueue.autoconfigure.jdbc.JobDataSource;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Transactions for tasks whose success is stored with what they write. */
@AutoConfiguration(after = { JobQueueTaskAutoConfiguration.class, JdbcStoreAutoConfiguration.class },
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@ConditionalOnClass({ JdbcTemplate.class, PlatformTransactionManager.class })
public final class JobQueueTransactionAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
	@ConditionalOnBean(JdbcStoreBackend.class)
	SpringAttemptTransaction jobqueueAttemptTransaction(PlatformTransactionManager manager, TaskRegistry tasks,
			@JobQueueDataSource ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary,
			ConfigurableListableBeanFactory beans) {
		SpringAttemptTransaction transaction = new SpringAttemptTransaction(manager);
		tasks.tasks().stream().filter(Task::finishInTransaction).findFirst().ifPresent((task) -> {
			if (!transaction.mayBeOf(JobDataSource.of(own, primary, beans))) {
				throw new InvalidTaskException(
						("Task '%s' (%s) sets 'finishInTransaction', but the transaction manager is one of another "
								+ "DataSource than that of the jobs: use one DataSource for both, or make a manager for "
								+ "the DataSource of the jobs primary")
							.formatted(task.name(), task.source()));
			}
		});
		return transaction;
	}

}
