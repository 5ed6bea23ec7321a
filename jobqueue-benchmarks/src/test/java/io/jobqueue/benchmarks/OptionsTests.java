package io.jobqueue.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void amountsComeFirstAndOptionsAnywhere() {
		Options options = Options.parse("0.5", "--only", "drain,idle", "2", "--redis", "redis-server", "--with", "a,b");
		assertThat(options.scale()).isEqualTo(0.5);
		assertThat(options.rounds()).isEqualTo(2);
		assertThat(options.isRequested("drain-10")).isTrue();
		assertThat(options.isRequested("bulk")).isFalse();
		assertThat(options.isWith("b")).isTrue();
		assertThat(options.isWith("c")).isFalse();
		assertThat(options.redis()).isEqualTo("redis-server");
		assertThat(options.postgresql()).isNull();
	}

	@Test
	void withoutArgumentsAllIsMeasured() {
		Options options = Options.parse();
		assertThat(options.scale()).isEqualTo(1);
		assertThat(options.warmUps()).isEqualTo(6);
		assertThat(options.isRequested("bulk")).isTrue();
		assertThat(options.isWith("a")).isTrue();
	}

	@Test
	void anArgumentThatIsNotUnderstoodIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("1", "3", "--fast"))
			.withMessageContaining("'--fast'");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("0"))
			.withMessageContaining("nothing to measure");
	}

}
