package io.jobqueue.store.form;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredTextTests {

	private static final String SMILE = "\ud83d\ude00";

	@Test
	void aTextIsCutToItsLength() {
		assertThat(StoredText.cut("abc", 3)).isEqualTo("abc");
		assertThat(StoredText.cut("abcd", 3)).isEqualTo("abc");
	}

	@Test
	void aSurrogatePairIsNotCutApart() {
		assertThat(StoredText.cut("ab" + SMILE, 3)).isEqualTo("ab");
		assertThat(StoredText.cut("a" + SMILE + "b", 3)).isEqualTo("a" + SMILE);
	}

}
