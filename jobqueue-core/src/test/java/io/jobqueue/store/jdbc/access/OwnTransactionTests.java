package io.jobqueue.store.jdbc.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

@ExtendWith(OutputCaptureExtension.class)
class OwnTransactionTests {

	private final PlatformTransactionManager manager = mock();

	private final OwnTransaction own = new OwnTransaction(this.manager, TransactionDefinition.ISOLATION_DEFAULT);

	@Test
	void resultOfCommittedWorkIsReturned() {
		assertThat(this.own.execute(() -> "done")).isEqualTo("done");
		then(this.manager).should().commit(any());
	}

	@Test
	void errorOfTheWorkIsNotHiddenByARollbackThatFails(CapturedOutput log) {
		willThrow(new TransactionSystemException("connection is closed")).given(this.manager).rollback(any());
		assertThatIllegalStateException().isThrownBy(() -> this.own.execute(() -> {
			throw new IllegalStateException("terminated by the server");
		})).withMessage("terminated by the server").satisfies((error) -> assertThat(error.getSuppressed()).hasSize(1));
		then(this.manager).should(never()).commit(any());
		assertThat(log).doesNotContain("ERROR");
	}

}
