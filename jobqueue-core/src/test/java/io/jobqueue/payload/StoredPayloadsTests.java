package io.jobqueue.payload;

import java.time.Duration;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatchException;
import io.jobqueue.JobId;
import io.jobqueue.PayloadException;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

class StoredPayloadsTests {

	private static final JobId ID = new JobId("q-1");

	private final MapPayloadStore store = spy(new MapPayloadStore());

	private final StoredPayloads payloads = StoredPayloads.in(this.store, new PayloadBounds(10, 40, 20));

	private static NewJob job(int bytes) {
		return new NewJob(ID, "q", "import", text(bytes));
	}

	private static String text(int bytes) {
		return "\"" + "x".repeat(bytes - 2) + "\"";
	}

	@Test
	void largePayloadTravelsAsAReference() {
		NewJob kept = this.payloads.keep(job(11));
		assertThat(kept.payload()).isEqualTo("{\"@stored\":{\"bytes\":11}}");
		assertThat(this.payloads.load(ID, kept.payload())).isEqualTo(text(11));
	}

	@Test
	void smallPayloadStaysWithItsJob() {
		assertThat(this.payloads.keep(job(10)).payload()).isEqualTo(text(10));
		assertThat(this.store.payloads).isEmpty();
		assertThat(this.payloads.load(ID, text(10))).isEqualTo(text(10));
		assertThat(StoredPayloads.NONE.keep(job(1000)).payload()).isEqualTo(text(1000));
	}

	@Test
	void tooLargePayloadIsRefused() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.payloads.keep(job(41)))
			.withMessageContainingAll("'import'", "41 bytes", "40", "jobqueue.payload.store.max-size");
		assertThat(this.store.payloads).isEmpty();
	}

	@Test
	void payloadThatMayReplaceAnotherStaysWithItsJob() {
		for (UniqueKey key : new UniqueKey[] { UniqueKey.of("k").replace(),
				UniqueKey.of("k").debounce(Duration.ofMinutes(1)) }) {
			JobTraits traits = JobTraits.NONE.withUnique(UniqueTrait.of(key, "import", "k"));
			assertThat(this.payloads.keep(job(20).withTraits(traits)).payload()).isEqualTo(text(20));
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> this.payloads.keep(job(21).withTraits(traits)))
				.withMessageContainingAll("unique key", "jobqueue.payload.max-size");
		}
		JobTraits keeps = JobTraits.NONE.withUnique(UniqueTrait.of(UniqueKey.of("k"), "import", "k"));
		assertThat(this.payloads.keep(job(20).withTraits(keeps)).payload()).contains("@stored");
	}

	@Test
	void payloadInTheFormOfAReferenceIsRefused() {
		NewJob forged = new NewJob(ID, "q", "import", "{\"@stored\":{\"bytes\":11}}");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.payloads.keep(forged))
			.withMessageContaining("'@stored'");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> StoredPayloads.NONE.keep(forged));
	}

	@Test
	void missingPayloadIsNamed() {
		String reference = this.payloads.keep(job(11)).payload();
		this.store.payloads.clear();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.payloads.load(ID, reference))
			.withMessageContainingAll("'q-1'", "(11 bytes)", "not in the payload store");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> StoredPayloads.NONE.load(ID, reference))
			.withMessageContainingAll("'q-1'", "jobqueue.payload.store.type");
	}

	@Test
	void failureOfTheStoreIsNoPayloadThatCannotBeRead() {
		doThrow(new IllegalStateException("away")).when(this.store).get(any());
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.payloads.load(ID, "{\"@stored\":{\"bytes\":11}}"));
		doThrow(new IllegalStateException("away")).when(this.store).put(any(), any());
		assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> this.payloads.keep(job(11)))
			.withMessageContainingAll("'q-1'", "nothing was dispatched", "away");
	}

	@Test
	void boundsThatCannotWorkAreRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> new PayloadBounds(11, 10, 20))
			.withMessageContaining("'threshold'");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> new PayloadBounds(0, 10, 20));
	}

}
