package dev.devtail.terminal.search;

import dev.devtail.terminal.recording.Recording;
import dev.devtail.terminal.recording.RecordingIndex;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import dev.devtail.terminal.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index of pages: a page is some lines of one recording that follow each other, with the words
 * in them. Words find pages, and the lines of a page are then looked at one by one. It is sorted by
 * time, so that the newest pages are found without looking at all. An index that cannot be opened
 * is thrown away.
 */
public final class LuceneIndex implements RecordingIndex {

  /** Lines of one page. */
  private static final int PAGE_LINES = 64;

  /** Pages that are looked at for one search before it is given up. */
  private static final int MAX_PAGES = 5000;

  private static final int PAGES_AT_ONCE = 200;

  private static final String RECORDING = "recording";
  private static final String OWNER = "owner";
  private static final String WORD = "word";
  private static final String TIME = "time";

  /** Later pages have higher ones, among those of the same time. */
  private static final String NUMBER = "number";

  private static final String LINES = "lines";

  /** Of a page without lines: the recording is complete in the index. */
  private static final String COMPLETE = "complete";

  private static final Sort NEWEST_FIRST =
      new Sort(
          new SortField(TIME, SortField.Type.LONG, true),
          new SortField(NUMBER, SortField.Type.LONG, true));
  private static final Logger log = LoggerFactory.getLogger(LuceneIndex.class);

  private final Path path;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final AtomicLong pages = new AtomicLong();

  private LuceneIndex(Path path, Directory directory, IndexWriter writer) throws IOException {
    this.path = path;
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
  }

  /** Opens the index there; makes an empty one if there is none or it is damaged. */
  public static LuceneIndex open(Path path) throws IOException {
    try {
      return openAsItIs(path);
    } catch (IOException | IllegalArgumentException damaged) {
      log.warn("index of recordings is made anew path={} cause={}", path, damaged.toString());
      empty(path);
      return openAsItIs(path);
    }
  }

  private static void empty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static LuceneIndex openAsItIs(Path path) throws IOException {
    Directory directory = FSDirectory.open(path);
    @Nullable IndexWriter writer = null;
    try {
      writer = new IndexWriter(directory, new IndexWriterConfig().setIndexSort(NEWEST_FIRST));
      return new LuceneIndex(path, directory, writer);
    } catch (IOException | RuntimeException failure) {
      if (writer != null) {
        writer.rollback();
      }
      directory.close();
      throw failure;
    }
  }

  @Override
  public void add(Recording recording, List<TextLine> lines) throws IOException {
    for (int from = 0; from < lines.size(); from += PAGE_LINES) {
      addPage(recording, lines.subList(from, Math.min(from + PAGE_LINES, lines.size())));
    }
  }

  private void addPage(Recording recording, List<TextLine> lines) throws IOException {
    Set<String> words = new HashSet<>();
    StringBuilder stored = new StringBuilder();
    for (TextLine line : lines) {
      words.addAll(Words.of(line.text()));
      stored.append(line.at()).append(' ').append(line.text()).append('\n');
    }
    Document page = page(recording, lines.getLast().at());
    page.add(new StringField(OWNER, recording.owner(), Field.Store.NO));
    words.forEach(word -> page.add(new StringField(WORD, word, Field.Store.NO)));
    page.add(new StoredField(LINES, stored.toString()));
    writer.addDocument(page);
  }

  private Document page(Recording recording, long timeMillis) {
    Document page = new Document();
    page.add(new StringField(RECORDING, recording.id(), Field.Store.YES));
    page.add(new NumericDocValuesField(TIME, recording.startedAt().toEpochMilli() + timeMillis));
    page.add(new NumericDocValuesField(NUMBER, pages.getAndIncrement()));
    return page;
  }

  @Override
  public void complete(Recording recording) throws IOException {
    Document mark = page(recording, 0);
    mark.add(new StringField(COMPLETE, COMPLETE, Field.Store.NO));
    writer.addDocument(mark);
  }

  @Override
  public void commit() throws IOException {
    writer.commit();
  }

  @Override
  public Set<String> begin() throws IOException {
    Set<String> ids = completeIds();
    writer.deleteDocuments(
        new BooleanQuery.Builder()
            .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
            .add(
                new TermInSetQuery(RECORDING, ids.stream().map(BytesRef::new).toList()),
                Occur.MUST_NOT)
            .build());
    return ids;
  }

  private Set<String> completeIds() throws IOException {
    return searching(
        searcher -> {
          TopDocs marks =
              searcher.search(new TermQuery(new Term(COMPLETE, COMPLETE)), Integer.MAX_VALUE - 1);
          StoredFields stored = searcher.storedFields();
          Set<String> ids = new HashSet<>();
          for (ScoreDoc mark : marks.scoreDocs) {
            ids.add(stored.document(mark.doc).get(RECORDING));
          }
          return ids;
        });
  }

  @Override
  public void remove(String recordingId) throws IOException {
    writer.deleteDocuments(new Term(RECORDING, recordingId));
    writer.commit();
  }

  @Override
  public List<Hit> search(String owner, SearchQuery query, int limit) throws IOException {
    Query wanted = pagesWith(owner, query);
    return searching(
        searcher -> {
          List<Hit> hits = new ArrayList<>();
          StoredFields stored = searcher.storedFields();
          @Nullable FieldDoc last = null;
          for (int seen = 0; seen < MAX_PAGES && hits.size() < limit; ) {
            TopDocs found = searcher.searchAfter(last, wanted, PAGES_AT_ONCE, NEWEST_FIRST);
            for (ScoreDoc page : found.scoreDocs) {
              collect(stored.document(page.doc), query, limit, hits);
              last = (FieldDoc) page;
            }
            seen += found.scoreDocs.length;
            if (found.scoreDocs.length < PAGES_AT_ONCE) {
              break;
            }
          }
          return hits;
        });
  }

  private static Query pagesWith(String owner, SearchQuery query) {
    BooleanQuery.Builder all =
        new BooleanQuery.Builder().add(new TermQuery(new Term(OWNER, owner)), Occur.FILTER);
    query.wholeWords().forEach(word -> all.add(new TermQuery(new Term(WORD, word)), Occur.FILTER));
    query
        .beginnings()
        .forEach(beginning -> all.add(new PrefixQuery(new Term(WORD, beginning)), Occur.FILTER));
    return all.build();
  }

  private static void collect(Document page, SearchQuery query, int limit, List<Hit> hits) {
    for (String line : page.get(LINES).lines().toList().reversed()) {
      int space = line.indexOf(' ');
      String text = line.substring(space + 1);
      if (hits.size() < limit && query.matches(text)) {
        long timeMillis = Long.parseLong(line.substring(0, space));
        hits.add(new Hit(page.get(RECORDING), new TextLine(timeMillis, text)));
      }
    }
  }

  @FunctionalInterface
  private interface Searching<T> {
    T search(IndexSearcher searcher) throws IOException;
  }

  private <T> T searching(Searching<T> searching) throws IOException {
    searchers.maybeRefreshBlocking();
    IndexSearcher searcher = searchers.acquire();
    try {
      return searching.search(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public void abandon() throws IOException {
    try (directory;
        writer) {
      searchers.close();
      writer.rollback();
    }
  }

  @Override
  public void discard() throws IOException {
    abandon();
    empty(path);
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.close();
    directory.close();
  }
}
