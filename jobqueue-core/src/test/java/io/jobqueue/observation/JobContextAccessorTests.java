package io.jobqueue.observation;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * {@code JobContext.current()} on threads that the context was propagated to.
 */
class JobContextAccessorTests {

	private final JobContext context = mock(JobContext.class);

	private final ExecutorService other = Executors.newSingleThreadExecutor();

	@AfterEach
	void close() {
		this.other.shutdownNow();
	}

	@Test
	void theServiceLoaderFindsIt() {
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.hasAtLeastOneElementOfType(JobContextAccessor.class);
	}

	@Test
	void aSnapshotCarriesTheContextAndRestoresTheOther() throws Exception {
		ContextSnapshot snapshot = within(this.context, () -> ContextSnapshotFactory.builder().build().captureAll());
		assertThat(this.other.submit(snapshot.wrap(JobContext::current)).get()).isSameAs(this.context);
		assertThat(this.other.submit(JobContextHolder::current).get()).isNull();
		JobContext own = mock(JobContext.class);
		within(own, () -> {
			assertThat(snapshot.wrap(JobContext::current).call()).isSameAs(this.context);
			return assertThat(JobContext.current()).isSameAs(own);
		});
	}

	@Test
	void aSnapshotWithoutAContextClearsThatOfTheThread() throws Exception {
		ContextSnapshot snapshot = ContextSnapshotFactory.builder().clearMissing(true).build().captureAll();
		within(this.context, () -> {
			assertThat(snapshot.wrap(JobContextHolder::current).call()).isNull();
			return assertThat(JobContext.current()).isSameAs(this.context);
		});
	}

	@Test
	void anExecutorWithSpringsDecoratorKeepsIt() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
		assertThat(within(this.context, () -> executor.submit(JobContext::current)).get()).isSameAs(this.context);
	}

	@Test
	void reactorKeepsIt() throws Exception {
		Mono<JobContext> later = Mono.just(1)
			.publishOn(Schedulers.boundedElastic())
			.handle((value, sink) -> sink.next(JobContext.current()));
		assertThat(within(this.context, () -> later.contextCapture().block())).isSameAs(this.context);
	}

	private static <T> T within(JobContext context, Callable<T> action) throws Exception {
		JobContextHolder.Binding binding = JobContextHolder.bind(context);
		try {
			return action.call();
		}
		finally {
			binding.close();
		}
	}

}
