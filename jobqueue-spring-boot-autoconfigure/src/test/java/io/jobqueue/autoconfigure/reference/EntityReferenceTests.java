package io.jobqueue.autoconfigure.reference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobReference;
import io.jobqueue.JobReference.WhenGone;
import io.jobqueue.JobReferenceResolver;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.reference.JpaReferenceResolver;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application with JPA dispatches entities. */
@ExtendWith(OutputCaptureExtension.class)
class EntityReferenceTests {

	private static final Duration TIME = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = Contexts.withDatabase()
		.withPropertyValues("jobqueue.store=jdbc")
		.withUserConfiguration(Persistence.class)
		.withBean(Greet.class);

	private static Customer persist(ApplicationContext context, String name) {
		Customer customer = new Customer(name);
		inTransaction(context, (entities) -> entities.persist(customer));
		return customer;
	}

	private static void inTransaction(ApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entities = SharedEntityManagerCreator
			.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> work.accept(entities));
	}

	private static JobInfo run(ApplicationContext context, Greeting greeting) {
		JobId id = context.getBean(JobDispatcher.class).dispatch(Greet.class, greeting);
		return context.getBean(JobExplorer.class).await(id, TIME);
	}

	@Test
	void handlerLoadsTheRowInItsTransaction() {
		this.runner.run((context) -> {
			Customer customer = persist(context, "Ann");
			inTransaction(context,
					(entities) -> entities.createQuery("update Customer set name = 'Ann of today'").executeUpdate());
			JobInfo info = run(context, new Greeting(JobReference.to(customer)));
			assertThat(info.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(info.payload())
				.isEqualTo("{\"customer\":{\"entity\":\"Customer\",\"id\":%d}}".formatted(customer.id));
			assertThat(context.getBean(Greet.class).greeted()).containsExactly("Ann of today");
			// The handler changed the entity, which is managed in its transaction.
			inTransaction(context,
					(entities) -> assertThat(entities.find(Customer.class, customer.id).name).isEqualTo("greeted"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "FAIL, FAILED", "SKIP, SUCCESS", "ABORT, ABORTED" })
	void jobOfARowThatIsGoneEndsAsChosen(WhenGone whenGone, JobStatus status) {
		this.runner.run((context) -> {
			Customer customer = persist(context, "Ann");
			Customer other = persist(context, "Bob");
			inTransaction(context, (entities) -> entities.remove(entities.getReference(Customer.class, customer.id)));
			context.getBean(Greet.class).touchFirst(Objects.requireNonNull(other.id));
			JobInfo info = run(context, new Greeting(JobReference.to(customer).whenGone(whenGone)));
			assertThat(info.status()).isEqualTo(status);
			assertThat(info.attempts()).isOne();
			assertThat(info.result()).isNull();
			if (whenGone != WhenGone.SKIP) {
				assertThat(info.error()).isNotNull();
				assertThat(info.error().message()).contains("'Customer'", "'%d'".formatted(customer.id), "gone");
			}
			// What the handler did before is rolled back.
			inTransaction(context,
					(entities) -> assertThat(entities.find(Customer.class, other.id).name).isEqualTo("Bob"));
		});
	}

	@Test
	void proxyIsTheEntityThatItStandsFor() {
		this.runner.run((context) -> {
			Customer customer = persist(context, "Ann");
			inTransaction(context, (entities) -> {
				Customer proxy = entities.getReference(Customer.class, customer.id);
				assertThat(context.getBean(JobReferenceResolver.class).keyOf(proxy))
					.isEqualTo(new JobReferenceResolver.Key("Customer", customer.id));
			});
		});
	}

	@Test
	void entityWithoutAnIdIsRefused() {
		this.runner.run((context) -> assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> context.getBean(JobDispatcher.class)
				.dispatch(Greet.class, new Greeting(JobReference.to(new Customer("new")))))
			.withMessageContainingAll("'Customer'", "no id yet"));
	}

	@Test
	void copyOfAnEntityIsWarnedOfAtStart(CapturedOutput output) {
		this.runner.withBean(Copies.class).run((context) -> {
			assertThat(context).hasNotFailed();
			for (String task : List.of("one", "listed", "within")) {
				assertThat(output).containsOnlyOnce("Task 'copies.%s'".formatted(task));
			}
			assertThat(output).contains("use JobReference<Customer>").doesNotContain("Task 'greet'");
			assertThat(output).doesNotContain("Task 'copies.referenced'", "Task 'copies.raw'");
		});
	}

	@Test
	void jpaIsOptional() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(JpaReferenceResolver.class));
		Contexts.inMemory().run((context) -> assertThat(context).doesNotHaveBean(JobReferenceResolver.class));
		Contexts.inMemory()
			.withClassLoader(new FilteredClassLoader(EntityManagerFactory.class, SharedEntityManagerCreator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JobReferenceResolver.class));
	}

	/** A payload with a copy. */
	record Box(String label, List<Customer> customers) {
	}

	/** Tasks that get copies, and one that gets references. */
	static class Copies {

		@JobTask
		void one(Customer customer) {
		}

		@JobTask
		void listed(List<Customer> customers) {
		}

		@JobTask
		void within(Box box) {
		}

		@JobTask
		void referenced(List<JobReference<Customer>> customers) {
		}

		@JobTask
		@SuppressWarnings("rawtypes")
		void raw(Class<? extends Enum> kind) {
		}

	}

	/** A payload. */
	record Greeting(JobReference<Customer> customer) {
	}

	/** A task with a transaction. */
	@JobTask(queue = "greetings")
	static class Greet implements JobHandler<Greeting, String> {

		private final BlockingQueue<String> greeted = new LinkedBlockingQueue<>();

		@PersistenceContext
		@Nullable EntityManager entities;

		private volatile @Nullable Long first;

		BlockingQueue<String> greeted() {
			return this.greeted;
		}

		void touchFirst(Long id) {
			this.first = id;
		}

		@Override
		@Transactional
		public @Nullable String handle(Greeting greeting, JobContext job) {
			EntityManager manager = Objects.requireNonNull(this.entities);
			if (this.first != null) {
				manager.find(Customer.class, this.first).name = "touched";
				manager.flush();
			}
			Customer customer = greeting.customer().get();
			assertThat(manager.contains(customer)).isTrue();
			this.greeted.add(customer.name);
			customer.name = "greeted";
			return "done";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Persistence {

		@Bean
		LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			factory.setDataSource(dataSource);
			factory.setPackagesToScan(Customer.class.getPackageName());
			factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
			factory.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create"));
			return factory;
		}

		@Bean
		PlatformTransactionManager transactionManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

}
