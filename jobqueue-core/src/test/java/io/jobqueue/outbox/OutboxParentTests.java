package io.jobqueue.outbox;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A job that waits in the outbox keeps its parent. */
class OutboxParentTests {

	@Test
	void jobArrivesWithItsParent() {
		try (OutboxFixture fixture = new OutboxFixture(OutboxFixture.h2())) {
			JobDispatcher jobs = new StoringJobDispatcher(fixture.outbox,
					new TaskScanner(new DefaultListableBeanFactory(), TaskDefaults.DEFAULT).scan(),
					new JacksonJobSerializer(), DispatchOptions.DEFAULT, DispatchHooks.NONE, InstantSource.system());
			JobContext running = mock(JobContext.class);
			when(running.id()).thenReturn(JobId.of("q-1"));
			JobContextHolder.Binding binding = JobContextHolder.bind(running);
			JobId id = jobs.dispatch(JobRequest.of("t", "x"));
			binding.close();
			assertThat(fixture.store.queries().find(List.of(id))).isEmpty();
			fixture.pass("a").runOnce();
			assertThat(fixture.store.queries().find(List.of(id)).get(id).parent()).isEqualTo(JobId.of("q-1"));
		}
	}

}
