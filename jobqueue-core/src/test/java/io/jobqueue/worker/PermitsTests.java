package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PermitsTests {

	private final Permits permits = new Permits(2);

	@Test
	void allThatAreFreeAreTaken() {
		List<Permits.Permit> taken = this.permits.takeAll();
		assertThat(taken).hasSize(2);
		taken.get(0).release();
		assertThat(this.permits.takeAll()).hasSize(1);
	}

	@Test
	void aPermitCountsOnceHoweverOftenItIsReleased() {
		List<Permits.Permit> taken = this.permits.takeAll();
		taken.get(0).release();
		taken.get(0).release();
		assertThat(this.permits.active()).isEqualTo(1);
	}

	@Test
	void takingWaitsUntilOneIsFree() throws Exception {
		Permits.Permit permit = this.permits.takeAll().get(0);
		CompletableFuture<List<Permits.Permit>> later = CompletableFuture.supplyAsync(this.permits::takeAll);
		permit.release();
		assertThat(later.get(10, TimeUnit.SECONDS)).hasSize(1);
	}

	@Test
	void closingEndsTheWaitWithNothing() throws Exception {
		this.permits.takeAll();
		CompletableFuture<List<Permits.Permit>> later = CompletableFuture.supplyAsync(this.permits::takeAll);
		this.permits.close();
		assertThat(later.get(10, TimeUnit.SECONDS)).isEmpty();
	}

	@Test
	void anAbandonedPermitIsFreeForOthersUntilThereAreAsMany() throws Exception {
		List<Permits.Permit> left = this.permits.takeAll();
		assertThat(left).allMatch(Permits.Permit::abandon);
		assertThat(this.permits.awaitAllFree(Duration.ZERO)).isTrue();
		List<Permits.Permit> next = this.permits.takeAll();
		assertThat(next).hasSize(2).noneMatch(Permits.Permit::abandon);
		next.get(0).release();
		assertThat(this.permits.takeAll()).hasSize(1);
	}

	@Test
	void aThreadThatEndsAfterAllAddsNoPermit() {
		Permits.Permit permit = this.permits.takeAll().get(0);
		permit.abandon();
		permit.release();
		permit.release();
		assertThat(this.permits.abandoned()).isZero();
		assertThat(this.permits.active()).isEqualTo(1);
	}

}
