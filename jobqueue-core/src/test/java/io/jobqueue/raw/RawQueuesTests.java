package io.jobqueue.raw;

import io.jobqueue.serialization.PayloadMask;
import java.util.Arrays;
import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.RawQueueInfo;
import io.jobqueue.RawQueueType;
import io.jobqueue.UnknownRawQueueException;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawQueuesTests extends MoverScene {

	private final RawQueues queues = queues(INBOX, queue("other", null));

	private final JobOperator operator = new StoreJobOperator(this.store, () -> {
		throw new AssertionError();
	}, this.queues, new JobFlows(this.store, FlowOptions.DEFAULT, JobEvents.NONE), JobEvents.NONE);

	private final JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(), (task) -> true,
			this.queues, PayloadMask.of(new JacksonJobSerializer()));

	@Test
	void pushedItemsAreSeen() {
		this.operator.pushRaw("inbox", List.of("1", "2"));
		this.operator.pushRaw("inbox", List.of());
		assertThat(this.explorer.rawQueue("inbox")).isEqualTo(new RawQueueInfo("inbox", RawQueueType.LIST, QUEUE,
				"memory of this application, 'inbox'", 2, 0, List.of()));
	}

	@Test
	void unknownRawQueueIsAnsweredWithTheKnownOnes() {
		assertThatExceptionOfType(UnknownRawQueueException.class)
			.isThrownBy(() -> this.operator.pushRaw("outbox", List.of("1")))
			.withMessage("There is no raw queue 'outbox'; those of this application are inbox, other. "
					+ "Add it as 'jobqueue.raw-queues.outbox'");
		assertThatExceptionOfType(UnknownRawQueueException.class)
			.isThrownBy(() -> new StoreJobExplorer(this.store, new JacksonJobSerializer()).rawQueue("inbox"))
			.withMessageContaining("this application has none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0", "a\uD83D", "a\uDE00\uD83D" })
	void itemThatNotEveryStoreCanKeepIsRefusedBeforeAnyIsAdded(String item) {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.operator.pushRaw("inbox", List.of("1", item)))
			.withMessageContaining("index 1");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.operator.pushRaw("inbox", Arrays.asList("1", null)));
		assertThat(this.explorer.rawQueue("inbox").size()).isZero();
	}

	@Test
	void collectionThatIsMissingIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.operator.pushRaw("inbox", null))
			.withMessage("The items for raw queue 'inbox' must not be null");
	}

	@Test
	void otherTextsAreKept() {
		this.operator.pushRaw("inbox", List.of("ü\uD83D\uDE00\n\u001e"));
		assertThat(this.explorer.rawQueue("inbox").size()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a:b", "a\n" })
	void badNamesAreRefused(String name) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> queue(name, null))
			.withMessageContaining("raw queue");
	}

}
