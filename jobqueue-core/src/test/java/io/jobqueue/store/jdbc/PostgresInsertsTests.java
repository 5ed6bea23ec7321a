package io.jobqueue.store.jdbc;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresInsertsTests {

	@Test
	void aPartIsFoundWithoutReadingTheRestOfTheList() {
		NewJob large = new NewJob(JobId.of("q-%026d".formatted(1)), "q", "task", "x".repeat(3 * 1024 * 1024));
		CountedReads jobs = new CountedReads(Collections.nCopies(500, large));
		assertThat(PostgresInserts.fitting(jobs)).isEqualTo(1);
		assertThat(jobs.reads).isEqualTo(2);
	}

	private static final class CountedReads extends AbstractList<NewJob> {

		private final List<NewJob> jobs;

		private int reads;

		CountedReads(List<NewJob> jobs) {
			this.jobs = jobs;
		}

		@Override
		public NewJob get(int index) {
			this.reads++;
			return this.jobs.get(index);
		}

		@Override
		public int size() {
			return this.jobs.size();
		}

	}

}
