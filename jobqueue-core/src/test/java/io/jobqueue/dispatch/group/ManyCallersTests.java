package io.jobqueue.dispatch.group;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/** Many threads dispatch to a store that refuses some jobs and fails now and then. */
@Timeout(60)
class ManyCallersTests {

	private final Set<String> stored = new LinkedHashSet<>();

	private final Random random = new Random(1);

	private final GroupedInserts inserts = new GroupedInserts(this::insert);

	/** Stores all jobs or none. */
	private List<InsertResult> insert(List<NewJob> jobs) {
		// Others come while the call is under way.
		Thread.yield();
		return insertNow(jobs);
	}

	private synchronized List<InsertResult> insertNow(List<NewJob> jobs) {
		if (jobs.stream().anyMatch((job) -> job.payload().equals("bad"))) {
			throw new StoreRefusedException("refused", null);
		}
		if (this.random.nextInt(20) == 0) {
			throw new StoreUnavailableException("no connection", null, true);
		}
		return jobs.stream()
			.map((job) -> this.stored.add(job.id().value()) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE)
			.toList();
	}

	@RepeatedTest(3)
	void eachThreadGetsWhatCameOfItsJobs() throws Exception {
		assertRightAnswers(16, 200, (task) -> new Thread(task).start());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads need JDK 21")
	void virtualThreadsShareCalls() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setVirtualThreads(true);
		assertRightAnswers(200, 50, executor);
	}

	private void assertRightAnswers(int threads, int jobs, Executor executor) throws Exception {
		List<FutureTask<List<String>>> callers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			String name = "thread" + i;
			FutureTask<List<String>> caller = new FutureTask<>(() -> dispatch(name, jobs));
			callers.add(caller);
			executor.execute(caller);
		}
		List<List<String>> answers = new ArrayList<>();
		for (FutureTask<List<String>> caller : callers) {
			answers.add(caller.get(50, TimeUnit.SECONDS));
		}
		for (List<String> own : answers) {
			String name = own.get(0).substring(0, own.get(0).indexOf('-') + 1);
			assertThat(this.stored.stream().filter((id) -> id.startsWith(name))).containsExactlyElementsOf(own);
		}
		assertThat(answers.stream().flatMap(List::stream).collect(Collectors.toSet())).isEqualTo(this.stored);
		assertThat(this.inserts.isIdle()).isTrue();
	}

	/** Return the jobs that are said to be stored, in order. */
	private List<String> dispatch(String name, int jobs) {
		List<String> told = new ArrayList<>();
		for (int i = 0; i < jobs; i++) {
			String id = name + "-" + i;
			NewJob job = StoreCalls.job(id);
			boolean bad = i % 25 == 7;
			try {
				InsertResult result = this.inserts.insert(List.of(bad ? bad(id) : job)).get(0);
				assertThat(result).isEqualTo(InsertResult.INSERTED);
				told.add(id);
			}
			catch (StoreRefusedException ex) {
				assertThat(bad).isTrue();
			}
			catch (StoreUnavailableException ex) {
				assertThat(ex.hadNoEffect()).isTrue();
			}
		}
		return told;
	}

	private static NewJob bad(String id) {
		NewJob good = StoreCalls.job(id);
		return new NewJob(good.id(), good.queue(), good.task(), "bad");
	}

}
