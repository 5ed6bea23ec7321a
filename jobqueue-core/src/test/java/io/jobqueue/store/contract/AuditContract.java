package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.jobqueue.AuditEntry;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditPosition;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users have changed is kept, the newest first, within bounds.
 */
abstract class AuditContract extends StoreContract {

	private static final AuditRetention ALL = AuditRetention.DEFAULT;

	private AuditStore audit() {
		return this.store.part(AuditStore.class);
	}

	private void append(int count) {
		IntStream.range(0, count).forEach((i) -> append("act " + i, ALL));
	}

	private void append(String action, AuditRetention retention) {
		audit().append(AuditAct.of("ada", action, "queue orders", 7), retention);
	}

	private List<String> actions() {
		return audit().page(null, 1000).stream().map(AuditEntry::action).toList();
	}

	static List<String> texts() {
		return TextContract.outcomes();
	}

	@Test
	void actIsKeptWithTheTimeOfTheStore() {
		Instant before = this.store.queries().now().minusMillis(1);
		append("pause", ALL);
		AuditEntry entry = audit().page(null, 10).get(0);
		assertThat(entry.at()).isBetween(before, this.store.queries().now().plusMillis(1));
		assertThat(entry).returns("ada", AuditEntry::user)
			.returns("pause", AuditEntry::action)
			.returns("queue orders", AuditEntry::target)
			.returns(7L, AuditEntry::count);
	}

	@Test
	void pagesGoFromTheNewestToTheOldest() {
		append(7);
		List<String> found = new ArrayList<>();
		List<AuditEntry> page = audit().page(null, 3);
		while (!page.isEmpty()) {
			assertThat(page).hasSizeLessThanOrEqualTo(3);
			page.forEach((entry) -> found.add(entry.action()));
			append("new", ALL);
			page = audit().page(AuditPosition.parse(page.get(page.size() - 1).id()), 3);
		}
		assertThat(found).containsExactly("act 6", "act 5", "act 4", "act 3", "act 2", "act 1", "act 0");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void textsAreKeptToTheLetter(String text) {
		audit().append(AuditAct.of(text, text, text, 0), ALL);
		assertThat(audit().page(null, 10)).singleElement()
			.returns(text, AuditEntry::user)
			.returns(text, AuditEntry::action)
			.returns(text, AuditEntry::target);
	}

	@Test
	void longTextsAreCut() {
		String hostile = "\0".repeat(10_000);
		audit().append(AuditAct.of(hostile, hostile, hostile, 0), ALL);
		AuditEntry entry = audit().page(null, 10).get(0);
		assertThat(entry.user()).hasSize(200).endsWith("\0…");
		assertThat(entry.target()).hasSize(2048).endsWith("\0…");
	}

	@Test
	void actThatIsAppendedAgainIsKeptOnce() {
		AuditAct act = AuditAct.of("ada", "purge", "queue orders", 1);
		audit().append(act, ALL);
		append("other", ALL);
		audit().append(act, ALL);
		assertThat(actions()).containsExactly("other", "purge");
	}

	@Test
	void appendKeepsTheNewestOnly() {
		AuditRetention three = new AuditRetention(3, Duration.ofDays(1));
		IntStream.range(0, 8).forEach((i) -> append("act " + i, three));
		assertThat(actions()).containsExactly("act 7", "act 6", "act 5");
	}

	@Test
	void pruneDeletesTheOldestBeyondTheCountUpToItsLimit() {
		append(8);
		AuditRetention three = new AuditRetention(3, Duration.ofDays(1));
		assertThat(audit().prune(three, 4)).isEqualTo(4);
		assertThat(actions()).containsExactly("act 7", "act 6", "act 5", "act 4");
		assertThat(audit().prune(three, 4)).isEqualTo(1);
		assertThat(audit().prune(three, 4)).isZero();
		assertThat(actions()).containsExactly("act 7", "act 6", "act 5");
	}

	@Test
	void pruneDeletesWhatIsOlder() {
		append(3);
		AuditRetention aMinute = new AuditRetention(1000, Duration.ofMinutes(1));
		assertThat(audit().prune(aMinute, 100)).isZero();
		AuditRetention aMoment = new AuditRetention(1000, Duration.ofMillis(1));
		await().until(() -> {
			audit().prune(aMoment, 2);
			return actions().isEmpty();
		});
		append("next", aMinute);
		assertThat(actions()).containsExactly("next");
	}

	@Test
	void actsOfManyUsersAtOnceAreAllKeptWithinTheBound() {
		AuditRetention forty = new AuditRetention(40, Duration.ofDays(1));
		List<CompletableFuture<Void>> users = IntStream.range(0, 4)
			.mapToObj((user) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 10; i++) {
					append(user + "/" + i, forty);
				}
			}))
			.toList();
		users.forEach(CompletableFuture::join);
		assertThat(actions()).hasSize(40).doesNotHaveDuplicates();
		append("last", forty);
		assertThat(actions()).hasSize(40).startsWith("last");
	}

}
