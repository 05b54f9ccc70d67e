package dev.devtail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLinkTest {

  @ParameterizedTest
  @CsvSource({
    "https://h.example/#share=dvt_share_1_x, https://h.example, dvt_share_1_x",
    "http://127.0.0.1:7717/#token=abc, http://127.0.0.1:7717, abc",
    "https://h.example#share=a, https://h.example, a",
    "https://h.example/#token=a&terminal=t1&view, https://h.example, a"
  })
  void whatOneIsGivenIsTakenApart(String text, URI gateway, String token) {
    AccessLink link = AccessLink.parse(text).orElseThrow();
    assertThat(link.gateway()).isEqualTo(gateway);
    assertThat(link.token()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build",
        "https://h.example/",
        "https://h.example/#share=",
        "https://h.example/#other=a",
        "https://h.example/?x#share=a",
        "ftp://h.example/#share=a",
        "https://a b/#share=a"
      })
  void anythingElseIsNoLink(String text) {
    assertThat(AccessLink.parse(text)).isEmpty();
  }

  @Test
  void whatIsPrintedIsWhatIsRead() {
    AccessLink share = AccessLink.ofShare(URI.create("https://h.example"), "dvt_share_1_x");
    assertThat(AccessLink.parse(share.url())).contains(share);
    assertThat(share.toString()).doesNotContain("dvt_share_1_x");
  }
}
