package io.jobqueue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exceptions cross remote calls and session stores by Java serialization.
 */
class ExceptionSerializationTests {

	@Test
	void aFullQueueStillNamesTheStoredJobs() throws Exception {
		QueueFullException copy = copy(
				new QueueFullException("full", "mails", List.of(JobId.of("mails-1"), JobId.of("mails-2"))));
		assertThat(copy.queue()).isEqualTo("mails");
		assertThat(copy.stored()).containsExactly(JobId.of("mails-1"), JobId.of("mails-2"));
	}

	@Test
	void aDuplicateStillNamesTheOwner() throws Exception {
		assertThat(copy(new DuplicateJobException("duplicate", JobId.of("mails-1"))).owner())
			.isEqualTo(JobId.of("mails-1"));
	}

	@Test
	void requestsOfRetriesKeepTheirOptions() throws Exception {
		RetryRequest request = RetryRequest.after(Duration.ofSeconds(5));
		assertThat(copy(request)).isEqualTo(request);
	}

	@SuppressWarnings("unchecked")
	private static <T> T copy(T object) throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(object);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return (T) input.readObject();
		}
	}

}
