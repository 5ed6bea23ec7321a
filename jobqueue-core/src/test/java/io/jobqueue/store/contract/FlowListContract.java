package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowPage;
import io.jobqueue.FlowQuery;
import io.jobqueue.FlowStatus;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.FlowText;
import io.jobqueue.store.flow.FlowChange;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Flows have names, and are found by them and by their status. */
abstract class FlowListContract extends FlowScene {

	/** One more than a list by name reads at once. */
	private static final int MANY = FlowStore.MOST_READ + 1;

	private static final String STATE = "\u001fs=SUCCESS\u001fp=1x0;\u001fg=0\u001ft=0\u001fn=0\u001fu=0\u001ff=0"
			+ "\u001fa=1\u001fl=1\u001fe=1\u001fx=0";

	@Test
	void flowKeepsItsNameWhateverBecomesOfIt() {
		FlowId id = named("import of customer 42", "a");
		runAll();
		assertThat(flow(id).name()).isEqualTo("import of customer 42");
		assertThat(flow(id).status()).isEqualTo(FlowStatus.SUCCESS);
		assertThat(flow(create(batch(1))).name()).isNull();
	}

	@Test
	void nameOfAnyCharactersIsKeptAndFound() {
		String name = "100% 'Ärger' _\\ \uffff \ud83d\ude00";
		FlowId id = named(name, "a");
		assertThat(flow(id).name()).isEqualTo(name);
		assertThat(ids(list(FlowQuery.all().withName(name)))).containsExactly(id);
		assertThat(ids(list(FlowQuery.all().withName("100% 'Ä")))).containsExactly(id);
		assertThat(ids(list(FlowQuery.all().withName("1%")))).isEmpty();
	}

	@Test
	void flowsAreFoundByTheBeginningOfTheirNameTheNewestFirst() {
		FlowId first = named("import of customer 42", "a");
		FlowId other = named("import of customer 7", "a");
		FlowId second = named("import of customer 42", "a");
		create(batch(1));
		named("Import of customer 42", "a");
		assertThat(ids(list(FlowQuery.all().withName("import of customer 42")))).containsExactly(second, first);
		assertThat(ids(list(FlowQuery.all().withName("import")))).containsExactly(second, other, first);
		assertThat(list(FlowQuery.all().withName("export")).flows()).isEmpty();
	}

	@Test
	void flowsAreFoundByTheirPresentStatus() {
		FlowId failed = named("import of customer 42", "bad");
		FlowId good = named("import of customer 42", "a");
		runAll("bad");
		FlowId running = named("import of customer 42", "a");
		assertThat(ids(list(FlowQuery.all().withStatus(FlowStatus.FAILED)))).containsExactly(failed);
		assertThat(ids(list(FlowQuery.all().withStatus(FlowStatus.SUCCESS, FlowStatus.RUNNING))))
			.containsExactly(running, good);
		assertThat(ids(list(FlowQuery.all().withStatus(FlowStatus.FAILED).withName("import of customer 42"))))
			.containsExactly(failed);
		jobs(failed).forEach((job) -> this.store.actions().requeue(job));
		runAll();
		assertThat(list(FlowQuery.all().withStatus(FlowStatus.FAILED)).flows()).isEmpty();
		assertThat(ids(list(FlowQuery.all().withStatus(FlowStatus.SUCCESS)))).containsExactly(running, good, failed);
	}

	@Test
	void pagesOfAQueryHaveEachFlowOnce() {
		List<FlowId> expected = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			expected.add(0, named("import", "a"));
			named("export", "a");
		}
		for (FlowQuery query : List.of(FlowQuery.all().withName("import"),
				FlowQuery.all().withName("import").withStatus(FlowStatus.RUNNING, FlowStatus.OPEN))) {
			assertThat(allPages(query.withLimit(3))).isEqualTo(expected);
			assertThat(list(query.withLimit(7)).next()).isNull();
		}
		assertThat(allPages(FlowQuery.all().withStatus(FlowStatus.RUNNING).withLimit(3))).hasSize(14);
	}

	@Test
	void flowIsFoundAmongMoreThanAListReadsAtOnce() {
		FlowId oldest = store("import of customer 42", STATE);
		FlowId failed = store("import", STATE.replace("SUCCESS", "FAILED"));
		for (int i = 0; i < MANY; i++) {
			store("import", STATE);
		}
		assertThat(allPages(FlowQuery.all().withName("import of"))).containsExactly(oldest);
		assertThat(allPages(FlowQuery.all().withName("import").withStatus(FlowStatus.FAILED))).containsExactly(failed);
		assertThat(allPages(FlowQuery.all().withName("import").withLimit(1_000))).hasSize(MANY + 2);
	}

	@Test
	void fieldOfANewerReleaseIsKept() {
		FlowId id = named("import", "a");
		StoredFlow before = stored(id);
		rewrite(before, before.state() + "\u001fzz=new\u001fzy=a");
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(stored(id).state()).endsWith("\u001fzz=new\u001fzy=a");
		FlowState read = FlowText.read(stored(id).state());
		assertThat(FlowText.read(FlowText.write(read))).isEqualTo(read);
	}

	private List<FlowId> allPages(FlowQuery query) {
		List<FlowId> ids = new ArrayList<>();
		FlowId next = null;
		do {
			FlowPage page = list(query.after(next));
			ids.addAll(ids(page));
			next = page.next();
		}
		while (next != null);
		return ids;
	}

	private FlowId named(String name, String task) {
		return create(flow(List.of(List.of(task(task)))).named(name));
	}

	private FlowId store(@Nullable String name, String state) {
		FlowId id = newId();
		assertThat(this.store.part(FlowStore.class)
			.change(FlowChange.create(id, name, state, new FlowChange.Life(LONG, null)))).isTrue();
		return id;
	}

	private StoredFlow stored(FlowId id) {
		return Objects.requireNonNull(this.store.part(FlowStore.class).read(id));
	}

	private void rewrite(StoredFlow before, String state) {
		assertThat(this.store.part(FlowStore.class)
			.change(new FlowChange(before.id(), before.version(), null, state, List.of(), 1, Map.of(), null))).isTrue();
	}

	private FlowPage list(FlowQuery query) {
		return this.driver.flows().list(query);
	}

	private static List<FlowId> ids(FlowPage page) {
		return page.flows().stream().map(FlowInfo::id).toList();
	}

}
