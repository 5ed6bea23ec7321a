package io.jobqueue.store.contract;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jobqueue.FlowId;
import io.jobqueue.FlowMember;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSummary;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * A job that is dispatched inside a running job keeps its parent.
 */
abstract class ParentContract extends StoreContract {

	private static final TaskRegistry NO_TASKS = new TaskScanner(new DefaultListableBeanFactory(), TaskDefaults.DEFAULT)
		.scan();

	private static final JobRequest REQUEST = JobRequest.of("t", "x").onQueue(QUEUE);

	private JobDispatcher jobs;

	private JobExplorer explorer;

	@BeforeEach
	void prepare() {
		JacksonJobSerializer serializer = new JacksonJobSerializer();
		this.jobs = new StoringJobDispatcher(this.store, NO_TASKS, serializer, DispatchOptions.DEFAULT,
				DispatchHooks.NONE, InstantSource.system());
		this.explorer = new StoreJobExplorer(this.store, serializer);
	}

	@Test
	void jobHasNoParentOutsideAJob() {
		JobId id = this.jobs.dispatch(REQUEST);
		assertThat(info(id).parent()).isNull();
		assertThat(info(id).headers()).isEmpty();
	}

	@Test
	void parentIsTheRunningJobAlsoWhereItPassesItsHeadersOn() {
		JobId root = this.jobs.dispatch(REQUEST);
		JobId child = inside(root, () -> this.jobs.dispatch(REQUEST.withHeader("tenant", "acme")));
		JobRequest passedOn = REQUEST.withHeader(JobInfo.PARENT_HEADER, root.value());
		List<JobId> last = inside(child, () -> this.jobs.dispatchAll(List.of(passedOn, REQUEST)));
		assertThat(info(child).parent()).isEqualTo(root);
		assertThat(info(child).headers()).isEqualTo(Map.of("tenant", "acme", "parentJob", root.value()));
		assertThat(last).allSatisfy((id) -> assertThat(info(id).parent()).isEqualTo(child));
	}

	@Test
	void jobsOfAFlowHaveTheParentOfTheFlow() {
		JobId root = this.jobs.dispatch(REQUEST);
		FlowId flow = inside(root, () -> this.jobs.batch(List.of(REQUEST, REQUEST)).onComplete(REQUEST).dispatch());
		List<FlowMember> members = this.explorer.members(flow, 0, 10);
		assertThat(members).hasSize(2).allSatisfy((member) -> assertThat(info(member.job()).parent()).isEqualTo(root));
	}

	@Test
	void jobsOfOneOriginAreFoundByTheirCorrelationId() {
		JobId root = this.jobs.dispatch(REQUEST);
		JobId child = inside(root, () -> this.jobs.dispatch(REQUEST));
		this.jobs.dispatch(REQUEST);
		assertThat(this.explorer.summaries(JobQuery.all().withText(root.value())).jobs()).extracting(JobSummary::id)
			.containsExactlyInAnyOrder(root, child);
	}

	@Test
	void headerThatIsNoIdIsNoParent() {
		JobId blank = this.jobs.dispatch(REQUEST.withHeader(JobInfo.PARENT_HEADER, " "));
		JobId given = this.jobs.dispatch(REQUEST.withHeader(JobInfo.PARENT_HEADER, blank.value()));
		assertThat(info(blank).parent()).isNull();
		assertThat(info(given).parent()).isEqualTo(blank);
	}

	private static <T> T inside(JobId id, Supplier<T> work) {
		JobContext running = mock(JobContext.class);
		when(running.id()).thenReturn(id);
		when(running.correlationId()).thenReturn(id.value());
		JobContextHolder.Binding binding = JobContextHolder.bind(running);
		try {
			return work.get();
		}
		finally {
			binding.close();
		}
	}

}
