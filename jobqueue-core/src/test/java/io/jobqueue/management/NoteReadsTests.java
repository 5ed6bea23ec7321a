package io.jobqueue.management;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStepInfo;
import io.jobqueue.annotation.Sensitive;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.StoredStep;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NoteReadsTests {

	private static final JobId ID = JobId.of("q-a");

	private final StoreBackend store = new MemoryStoreBackend(InstantSource.system());

	private final JacksonJobSerializer serializer = new JacksonJobSerializer();

	/** A map in which a handler returns a value of its payload has no marks. */
	@Test
	void stepsAreMaskedByTheSensitiveNamesOfTheirTask() {
		keep(new StoredStep(1, "log in", "{\"user\":\"ann\",\"password\":\"s3cret\"}"),
				new StoredStep(2, "pay", "{\"iban\":\"DE1\",\"cents\":5}"), new StoredStep(3, "plain", "\"text\""));
		JobExplorer explorer = explorer(
				new PayloadMask(this.serializer, (task) -> Login.class, (task) -> Payment.class));
		assertThat(explorer.steps(ID)).containsExactly(
				new JobStepInfo(1, "log in", "{\"user\":\"ann\",\"password\":\"***\"}"),
				new JobStepInfo(2, "pay", "{\"iban\":\"***\",\"cents\":5}"), new JobStepInfo(3, "plain", "\"text\""));
	}

	@Test
	void marksAreMaskedWithoutTheTask() {
		String marked = this.serializer.write(new Login("ann", "s3cret"));
		assertThat(marked).contains("s3cret");
		keep(new StoredStep(1, "log in", marked));
		assertThat(explorer(PayloadMask.of(this.serializer)).steps(ID))
			.containsExactly(new JobStepInfo(1, "log in", "{\"user\":\"ann\",\"password\":\"***\"}"));
	}

	private JobExplorer explorer(PayloadMask mask) {
		return new StoreJobExplorer(this.store, this.serializer, (task) -> true, new RawQueues(this.store, List.of()),
				mask);
	}

	private void keep(StoredStep... steps) {
		this.store.intake().insert(List.of(new NewJob(ID, "q", "log-in", "{}")));
		ClaimedJob job = this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofSeconds(30))).jobs().get(0);
		for (StoredStep step : steps) {
			this.store.part(JobNotes.class).keepStep(new Attempt("q", "w", ID, job.delivery()), step);
		}
	}

	record Login(String user, @Sensitive String password) {
	}

	record Payment(@Sensitive String iban, int cents) {
	}

}
